package io.paipa.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.CutShortException;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline that ends by itself cancels the publisher, though that sends nothing any more. */
class EndOfInputTest {
  private static final String NAME = "ending";

  private final ByHand publisher = new ByHand();

  private static Pipeline<Integer, Void> failing() {
    return Pipeline.<Integer>named(NAME)
        .sink(
            "fail",
            item -> {
              throw new IllegalArgumentException("bad");
            })
        .whenFailed(failure -> {}) // else it may be logged
        .build();
  }

  private Flow.Subscriber<Integer> subscribed(Pipeline<Integer, Void> pipeline) {
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline);
    subscriber.onSubscribe(publisher);
    return subscriber;
  }

  private void assertCancelled(Flow.Subscriber<Integer> subscriber) {
    Awaiting.await(() -> publisher.cancelled.get() == 1);
    long requested = publisher.requested.get();
    subscriber.onNext(1); // it may not know yet
    subscriber.onComplete();
    Leftovers.awaitNone(NAME);
    assertThat(publisher.requested).hasValue(requested);
    assertThat(publisher.cancelled).hasValue(1);
    assertThat(publisher.overlaps).hasValue(0);
  }

  @Test
  void shouldCancelIfThePipelineFails() {
    Pipeline<Integer, Void> pipeline = failing();
    Flow.Subscriber<Integer> subscriber = subscribed(pipeline);
    subscriber.onNext(1);
    assertThatThrownBy(pipeline::stop).isInstanceOf(PipelineException.class);

    assertCancelled(subscriber);
  }

  @Test
  void shouldCancelIfThePipelineIsAborted() {
    Pipeline<Integer, Void> pipeline = failing();
    Flow.Subscriber<Integer> subscriber = subscribed(pipeline);
    pipeline.abort();

    assertCancelled(subscriber);
  }

  @Test
  void shouldCancelIfThePipelineIsDrained() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = failing();
    Flow.Subscriber<Integer> subscriber = subscribed(pipeline);

    assertThat(pipeline.drain(Duration.ofSeconds(20)).state()).isEqualTo(PipelineState.DRAINED);
    assertCancelled(subscriber);
  }

  @Test
  void shouldCancelAsSoonAsThereIsASubscriptionIfThePipelineIsClosedBefore() {
    Pipeline<Integer, Void> pipeline = failing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline);
    pipeline.abort();
    subscriber.onSubscribe(publisher);

    assertCancelled(subscriber);
    assertThat(publisher.requested).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "abort"})
  void shouldCancelAtAnyMoment(String ending) throws InterruptedException {
    for (int run = 0; run < 100; run++) {
      int limit = run;
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME).map("same", item -> item).daemon(true).build();
      Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline, 4);
      ByHand endless =
          new ByHand() {
            private int sent;

            @Override
            void asked(long n) {
              for (long i = 0; i < n; i++) {
                subscriber.onNext(sent++);
              }
            }
          };
      subscriber.onSubscribe(endless);
      Awaiting.await(() -> pipeline.count() >= limit);
      end(pipeline, ending);

      Awaiting.await(() -> endless.cancelled.get() == 1);
      assertThat(endless.overlaps).hasValue(0);
    }
    Leftovers.awaitNone(NAME);
  }

  private static void end(Pipeline<Integer, Integer> pipeline, String how)
      throws InterruptedException {
    if (how.equals("drain")) {
      pipeline.drain(Duration.ofSeconds(20));
    } else {
      pipeline.abort();
    }
  }

  /** Those who wait for the pipeline know that the publisher was cut. */
  @Test
  void shouldTellOthersThatThePublisherWasCut() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = failing();
    subscribed(pipeline);
    Consumer<Pipeline<?, ?>> abort = Pipeline::abort;
    Thread other = new Thread(() -> abort.accept(pipeline));
    other.start();
    other.join();

    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(CutShortException.class)
        .hasMessageContaining("not pulled to the end: iterator");
  }
}
