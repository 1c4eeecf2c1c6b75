package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.workers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
    return Pipeline.<Integer>named(NAME).map("same", 2, item -> item).build();
  }

  @Test
  void shouldRefuseWhatMakesNoSense() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      assertThat(pipeline.isAlive()).isFalse();
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nothing would end this run");
      assertThatThrownBy(pipeline::stop).hasMessageContaining("was not started");
      pipeline.putQueue(new ArrayBlockingQueue<>(1));
      assertThatThrownBy(pipeline::run).hasMessageContaining("nothing would end this run");
      pipeline.finish();
      assertThatThrownBy(() -> pipeline.put(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is finished");
      pipeline.run();
      assertThatThrownBy(pipeline::run).hasMessageContaining("was started or closed before");
      assertThatThrownBy(() -> pipeline.put(1)).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> workers(0))
        .hasMessage("workers: 0 is not a number of workers; at least 1");
    assertThatThrownBy(() -> workers(1).capacity(3)).hasMessageContaining("a power of two");
    assertThatThrownBy(() -> Pipeline.<Integer>named(NAME).build())
        .hasMessageContaining("has no steps");
    assertThatThrownBy(
            () -> Pipeline.<Integer>named(NAME).map("a", 1, i -> i).map("a", 1, i -> i).build())
        .hasMessageContaining("two steps are named 'a'");
  }

  @Test
  void shouldRefuseToWaitForItself() throws InterruptedException {
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    List<Pipeline<Integer, Integer>> self = new ArrayList<>();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "self",
                1,
                item -> {
                  for (int i = 0; i < 4; i++) {
                    try {
                      switch (i) {
                        case 0 -> self.get(0).put(2);
                        case 1 -> self.get(0).stop();
                        case 2 -> self.get(0).close();
                        default -> self.get(0).drain(Duration.ZERO);
                      }
                    } catch (IllegalStateException e) {
                      thrown.add(e);
                    }
                  }
                  self.get(0).finish();
                  return item;
                })
            .build();
    self.add(pipeline);
    pipeline.put(1);
    pipeline.runForever();
    assertThat(thrown)
        .hasSize(4)
        .allSatisfy(e -> assertThat(e).hasMessageContaining("own threads"));
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
  void shouldEndAQueueAtItsMarker() throws InterruptedException {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(10);
    queue.addAll(List.of(1, 2, 3, -1, 4));
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.putQueue(queue, item -> item < 0);
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(3);
    }
    assertThat(queue).containsExactly(4);
  }

  @Test
  void shouldProcessOrRefuseAPutThatRacesFinish() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      AtomicInteger accepted = new AtomicInteger();
      Pipeline<Integer, Integer> pipeline =
          Pipeline.<Integer>named(NAME)
              .map("same", workers(2).capacity(4), item -> item)
              .build()
              .start();
      List<Thread> producers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Thread producer = new Thread(() -> putUntilRefused(pipeline, accepted));
        producer.start();
        producers.add(producer);
      }
      int enough = ThreadLocalRandom.current().nextInt(200);
      Threads.await(() -> accepted.get() >= enough);
      pipeline.stop();
      for (Thread producer : producers) {
        producer.join(20_000);
        assertThat(producer.isAlive()).isFalse();
      }
      assertThat(pipeline.count()).isEqualTo(accepted.get());
      assertThat(assertNothingAbandoned(pipeline).accepted()).isEqualTo(accepted.get());
    }
  }

  private static void putUntilRefused(Pipeline<Integer, Integer> pipeline, AtomicInteger accepted) {
    try {
      while (true) {
        pipeline.put(1);
        accepted.incrementAndGet();
      }
    } catch (IllegalStateException | InterruptedException e) {
      // it was refused
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
                1,
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
        Pipeline.<Integer>named(NAME).map("fail", 1, item -> 1 / item).build().start();
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
  void shouldUseNextToNoTimeWhenIdle() throws InterruptedException {
    ThreadMXBean times = ManagementFactory.getThreadMXBean();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("idle", 128, item -> item).build().start()) {
      pipeline.put(1);
      Threads.await(() -> pipeline.count() == 1);
      Threads.await(() -> Threads.of(NAME).size() == 129);
      long before = ownTime(times);
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(3))).isFalse();
      assertThat(ownTime(times) - before).isLessThan(Duration.ofMillis(300).toNanos());
    }
  }

  private static long ownTime(ThreadMXBean times) {
    Set<String> own = new HashSet<>(Threads.of(NAME));
    AtomicLong sum = new AtomicLong();
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> own.contains(thread.getName()))
        .forEach(thread -> sum.addAndGet(Math.max(0, times.getThreadCpuTime(thread.getId()))));
    return sum.get();
  }

  @Test
  void shouldNotKeepAnItemReachable() throws InterruptedException {
    try (Pipeline<Object, Integer> pipeline =
        Pipeline.<Object>named(NAME).map("hash", 4, Object::hashCode).build().start()) {
      List<WeakReference<Object>> references = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Object item = new Object();
        references.add(new WeakReference<>(item));
        pipeline.put(item);
      }
      Threads.await(() -> pipeline.count() == 100);
      Threads.await(
          () -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.get() == null);
          });
    }
  }

  @Test
  void shouldNotBeHeldUpByASlowItem() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "mixed",
                workers(2).capacity(16),
                item -> {
                  if (item == 64) {
                    release.await();
                  }
                  return item;
                })
            .build()) {
      pipeline.putIterable(IntStream.range(0, 128).boxed().toList());
      pipeline.start();
      Threads.await(() -> pipeline.count() == 127);
      release.countDown();
      pipeline.stop();
      assertNothingAbandoned(pipeline);
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
                4,
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
            .build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
    }
    assertThat(made).hasValue(1);
    assertThat(closed).hasValue(1);
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
            .<Integer>step("again", workers(3).capacity(4), Again::new)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 100).mapToObj(i -> 5).toList());
      pipeline.run();
      Report report = assertNothingAbandoned(pipeline);
      assertThat(pipeline.count()).isEqualTo(100);
      assertThat(report.steps().get(0).reenqueued()).isEqualTo(500);
    }
  }
}
