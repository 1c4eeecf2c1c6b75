package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pipeline starts, runs, and ends as its user says, and leaves nothing behind. */
class LifecycleTest {
  private static final String NAME = "lifecycle";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Integer, Integer> pipeline() {
    return Pipeline.<Integer>named(NAME).map("same", item -> item).workers(2).build();
  }

  @Test
  void shouldWorkOffAQueueAtStop() throws InterruptedException {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1_000);
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.putQueue(queue);
      pipeline.start();
      for (int i = 0; i < 10_000; i++) {
        queue.put(i);
      }
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(10_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldAbandonWhatWasPutIntoAnUnstartedPipeline() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.putAll(List.of(1, 2, 3));
    Report report = pipeline.drain(Duration.ofSeconds(1));
    assertThat(report.accepted()).isEqualTo(3);
    assertThat(report.abandonedBeforeFirstStep()).isEqualTo(3);
    assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
    assertThatThrownBy(() -> pipeline.put(4)).isInstanceOf(CancellationException.class);
    pipeline.close();
  }

  @Test
  void shouldAbortWhenADrainTakesTooLong() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "slow",
                item -> {
                  begun.countDown();
                  never.await();
                  return item;
                })
            .build()
            .start();
    pipeline.putAll(IntStream.range(0, 10).boxed().toList());
    begun.await();
    Report report = pipeline.drain(Duration.ofMillis(20));
    assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
    assertThat(report.steps().get(0).abandoned()).isEqualTo(10);
    assertBalanced(pipeline);
  }

  @Test
  void shouldDeliverAFailureOnce() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("fail", item -> 1 / item).build().start();
    pipeline.put(0);
    assertThatThrownBy(pipeline::stop).isInstanceOf(PipelineException.class);
    pipeline.stop();
    pipeline.close();
    assertThat(pipeline.failure()).isPresent();
    assertThatThrownBy(() -> pipeline.put(1))
        .isInstanceOf(PipelineException.class)
        .cause()
        .isSameAs(pipeline.failure().orElseThrow());
  }

  @Test
  void shouldCompleteItsCompletion() throws Exception {
    Pipeline<Integer, Integer> pipeline = pipeline();
    pipeline.putIterable(List.of(1, 2, 3));
    pipeline.start();
    Report report = pipeline.completion().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(report.accepted()).isEqualTo(3);
    pipeline.close();
  }

  @Test
  void shouldLeaveNoThreadAfterTwoHundredPipelines() {
    for (int i = 0; i < 200; i++) {
      try (Pipeline<Integer, Integer> pipeline = pipeline()) {
        pipeline.start();
        assertThat(pipeline.offer(i)).isTrue();
      }
    }
  }

  @Test
  void shouldShareAndCloseObjects() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    class Shared implements AutoCloseable {
      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Void>step(
                "share",
                () ->
                    new Step<Integer, Void>() {
                      @Override
                      public void onWorkerStart(StepContext<Integer> context) throws Exception {
                        context.shared(
                            Shared.class,
                            () -> {
                              made.incrementAndGet();
                              return new Shared();
                            });
                      }

                      @Override
                      public void process(Integer item, Emitter<Void> out) {}
                    })
            .workers(4)
            .build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
    }
    assertThat(made).hasValue(1);
    assertThat(closed).hasValue(1);
  }

  @Test
  void shouldCloseSharedObjectsInReverseOrderOfTheirMaking() throws InterruptedException {
    Queue<String> closed = new ConcurrentLinkedQueue<>();
    record First(Queue<String> closed) implements AutoCloseable {
      @Override
      public void close() {
        closed.add("first");
      }
    }
    record Second(Queue<String> closed) implements AutoCloseable {
      @Override
      public void close() {
        closed.add("second");
      }
    }
    record Third(Queue<String> closed) implements AutoCloseable {
      @Override
      public void close() {
        closed.add("third");
      }
    }
    class Sharing implements Step<Integer, Void> {
      @Override
      public void onStepStart(StepContext<Integer> context) throws Exception {
        context.shared(First.class, () -> new First(closed));
        context.shared(Second.class, () -> new Second(closed));
      }

      @Override
      public void onWorkerStart(StepContext<Integer> context) throws Exception {
        context.shared(Third.class, () -> new Third(closed));
        context.shared(First.class, () -> new First(closed)); // is there already
      }

      @Override
      public void process(Integer item, Emitter<Void> out) {}

      @Override
      public void onStepStop(StepContext<Integer> context) {
        closed.add("step");
      }
    }
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME).<Void>step("share", Sharing::new).workers(3).build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
    }
    assertThat(closed).containsExactly("step", "third", "second", "first");
  }

  @Test
  void shouldReenqueue() throws InterruptedException {
    class Again implements Step<Integer, Integer> {
      private StepContext<Integer> context;

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) {
        if (item > 0) {
          context.reenqueue(item - 1);
        } else {
          out.emit(item);
        }
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("again", Again::new)
            .workers(3)
            .capacity(4)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 100).mapToObj(i -> 5).toList());
      pipeline.run();
      Report report = assertNothingAbandoned(pipeline);
      assertThat(pipeline.count()).isEqualTo(100);
      assertThat(report.steps().get(0).reenqueued()).isEqualTo(500);
    }
  }
}
