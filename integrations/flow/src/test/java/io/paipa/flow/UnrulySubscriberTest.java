package io.paipa.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.StepOptions;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a subscriber must not do does not break the pipeline, and is not kept secret. */
class UnrulySubscriberTest {
  private static final String NAME = "unruly";

  private static Pipeline<Integer, Integer> pipeline() {
    return Pipeline.<Integer>named(NAME)
        .map("same", item -> item)
        .defaults(StepOptions.options().capacity(16))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"onSubscribe", "onNext", "onComplete"})
  void shouldBeLoggedAndGetNoMoreIfItThrows(String signal) {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.putStream(IntStream.range(0, 1_000).boxed());
    try (Logged logged = new Logged()) {
      Throwing subscriber = new Throwing(signal);
      PipelineFlow.publisher(pipeline).subscribe(subscriber);
      Leftovers.awaitNone(NAME);

      assertThat(pipeline.isAlive()).isFalse();
      assertThat(subscriber.hasEnded()).isFalse();
      assertThat(logged.messages())
          .singleElement()
          .asString()
          .startsWith("SEVERE pipeline 'unruly': the subscriber to its results threw in " + signal)
          .contains("rule 2.13", "java.lang.AssertionError: on purpose");
      pipeline.close();
    }
  }

  /** The flag would abort the pipeline when the next result is waited for. */
  @Test
  void shouldStopNothingByAnInterruptThatItLeaves() {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.putStream(IntStream.range(0, 10_000).boxed());
    Recorder<Integer> subscriber =
        new Recorder<>(1) {
          @Override
          public void onNext(Integer item) {
            super.onNext(item);
            subscription().request(1);
            Thread.currentThread().interrupt();
          }
        };
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.count).hasValue(10_000);
  }

  @Test
  void shouldGetItsInterruptBackFromSubscribe() {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.putStream(Stream.of(1, 2, 3));
    Recorder<Integer> subscriber = new Recorder<>(3);
    Thread.currentThread().interrupt();
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(subscriber.end()).isNull();
    assertThat(subscriber.items).containsExactly(1, 2, 3);
  }

  private static final class Throwing extends Recorder<Integer> {
    private final String signal;

    Throwing(String signal) {
      super(Long.MAX_VALUE);
      this.signal = signal;
    }

    private void throwIn(String now) {
      if (now.equals(signal)) {
        throw new AssertionError("on purpose");
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      super.onSubscribe(given);
      throwIn("onSubscribe");
    }

    @Override
    public void onNext(Integer item) {
      assertThat(items).isEmpty();
      super.onNext(item);
      throwIn("onNext");
      items.clear();
    }

    @Override
    public void onComplete() {
      throwIn("onComplete");
      super.onComplete();
    }
  }
}
