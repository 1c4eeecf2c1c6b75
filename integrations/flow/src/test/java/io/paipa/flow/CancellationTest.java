package io.paipa.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.StepOptions;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A subscriber that wants no more ends the pipeline: that is no cut, and leaves nothing behind. */
class CancellationTest {
  private static final String NAME = "cancelled";

  private static Pipeline<Integer, Integer> pipeline() {
    return Pipeline.<Integer>named(NAME)
        .map("same", item -> item)
        .defaults(StepOptions.options().capacity(16))
        .build();
  }

  private static Pipeline<Integer, Integer> endless() {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.putStream(Stream.iterate(0, item -> item + 1));
    return pipeline;
  }

  /** As the end of a try-with-resources statement would: nothing is thrown. */
  private static void assertEndedWithoutACut(Pipeline<?, ?> pipeline) {
    Awaiting.await(() -> !pipeline.isAlive());
    pipeline.close();
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    Leftovers.awaitNone(NAME);
  }

  @Test
  void shouldEndAPipelineWhoseResultsAreWaitedFor() {
    Pipeline<Integer, Integer> pipeline = pipeline(); // nothing comes
    Recorder<Integer> subscriber = new Recorder<>(1);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    subscriber.subscription().cancel();

    assertEndedWithoutACut(pipeline);
    assertThat(subscriber.hasEnded()).isFalse();
  }

  @Test
  void shouldEndAPipelineWhoseResultsNobodyAsksFor() {
    Pipeline<Integer, Integer> pipeline = endless();
    Recorder<Integer> subscriber = new Recorder<>(0);
    PipelineFlow.publisher(pipeline).subscribe(subscriber);
    subscriber.subscription().cancel();
    subscriber.subscription().cancel();
    subscriber.subscription().request(1);
    subscriber.subscription().request(-1);

    assertEndedWithoutACut(pipeline);
    assertThat(subscriber.items).isEmpty();
    assertThat(subscriber.hasEnded()).isFalse();
  }

  @Test
  void shouldEndAPipelineFromWithinASignal() {
    Pipeline<Integer, Integer> pipeline = endless();
    Recorder<Integer> subscriber =
        new Recorder<>(Long.MAX_VALUE) {
          @Override
          public void onNext(Integer item) {
            super.onNext(item);
            if (count.get() == 10) {
              subscription().cancel();
            }
          }
        };
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertEndedWithoutACut(pipeline);
    assertThat(subscriber.items).hasSize(10);
    assertThat(subscriber.hasEnded()).isFalse();
  }

  @Test
  void shouldEndAPipelineBeforeItsFirstResult() {
    Pipeline<Integer, Integer> pipeline = endless();
    Recorder<Integer> subscriber =
        new Recorder<>(0) {
          @Override
          public void onSubscribe(Flow.Subscription given) {
            super.onSubscribe(given);
            given.request(1);
            given.cancel();
          }
        };
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertEndedWithoutACut(pipeline);
    assertThat(subscriber.items).isEmpty();
  }

  /** Again and again, at any moment of a pipeline that is busy. */
  @Test
  void shouldEndAPipelineAtAnyMoment() {
    for (int run = 0; run < 200; run++) {
      Pipeline<Integer, Integer> pipeline = endless();
      Recorder<Integer> subscriber = new Recorder<>(run % 2 == 0 ? Long.MAX_VALUE : 1 + run);
      PipelineFlow.publisher(pipeline).subscribe(subscriber);
      int least = run / 4;
      Awaiting.await(() -> subscriber.count.get() >= least);
      subscriber.subscription().cancel();

      Awaiting.await(() -> !pipeline.isAlive());
      pipeline.close();
    }
    Leftovers.awaitNone(NAME);
  }

  /** One of the pipeline's own threads can't wait for its end. */
  @Test
  void shouldBePossibleInAStep() {
    Recorder<Integer> subscriber = new Recorder<>(Long.MAX_VALUE);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "cancel",
                item -> {
                  subscriber.subscription().cancel();
                  return item;
                })
            .build();
    pipeline.putStream(Stream.iterate(0, item -> item + 1));
    PipelineFlow.publisher(pipeline).subscribe(subscriber);

    assertEndedWithoutACut(pipeline);
  }

  @Test
  void shouldDropTheSubscriber() {
    Pipeline<Integer, Integer> pipeline = endless();
    Flow.Publisher<Integer> publisher = PipelineFlow.publisher(pipeline);
    Recorder<Integer> subscriber = new Recorder<>(1);
    publisher.subscribe(subscriber);
    Flow.Subscription subscription = subscriber.subscription();
    subscription.cancel();
    WeakReference<Object> dropped = new WeakReference<>(subscriber);
    subscriber = new Recorder<>(0);

    Awaiting.await(
        () -> {
          System.gc();
          return dropped.refersTo(null);
        });
    publisher.subscribe(subscriber); // still refused, although the first one is gone
    assertThat(subscriber.end()).isInstanceOf(IllegalStateException.class);
    subscription.cancel();
    assertEndedWithoutACut(pipeline);
  }

  /** The subscriber is gone, and no other call waits for it. An exception would count as cut. */
  @Test
  void shouldLetAFailureThatComesLaterBeLogged() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "fail",
                item -> {
                  begun.countDown();
                  awaitUninterruptibly(goOn);
                  throw new AssertionError("late");
                })
            .map("same", item -> (Integer) item)
            .build();
    pipeline.putIterable(List.of(1));
    try (Logged logged = new Logged()) {
      Recorder<Integer> subscriber = new Recorder<>(1);
      PipelineFlow.publisher(pipeline).subscribe(subscriber);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      subscriber.subscription().cancel();
      goOn.countDown();
      Leftovers.awaitNone(NAME);

      assertThat(logged.messages())
          .singleElement()
          .asString()
          .startsWith("SEVERE pipeline 'cancelled' has failed when its subscriber had cancelled")
          .contains(PipelineException.class.getName(), "late");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        open = latch.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // that of the end
      }
    }
  }
}
