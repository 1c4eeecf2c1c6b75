package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline with nothing to do costs nothing, and one item wakes as few threads as needed. */
class IdleTest {
  private static final String NAME = "idle";
  private static final PipelineThreads THREADS = new PipelineThreads(NAME);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** A thread that spins or yields uses five times as much in that time. */
  private static final long NEXT_TO_NOTHING_NANOS = Duration.ofMillis(100).toNanos();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static void assertIdle(Pipeline<?, ?> pipeline, int threads) throws InterruptedException {
    THREADS.awaitIdle(threads);
    long before = THREADS.cpuNanos();
    assertThat(pipeline.awaitTermination(LOOK)).isFalse();
    assertThat(THREADS.cpuNanos() - before).isLessThan(NEXT_TO_NOTHING_NANOS);
  }

  @Test
  void shouldUseNoTimeBeforeTheFirstItemAndAfterTheLast() throws InterruptedException {
    try (Pipeline<Integer, ?> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("many", item -> item)
            .workers(128)
            .map("ordered", item -> item)
            .workers(8)
            .ordered()
            .map("retried", item -> item)
            .workers(8)
            .retrying(1, Backoff.fixed(LOOK))
            .<Integer>iterateStream("iterated", items -> items)
            .workers(2)
            .chunk("chunks", 1_000, Duration.ofHours(1))
            .build()
            .start()) {
      int threads = 128 + 8 + 8 + 2 + 1 + 1;
      assertIdle(pipeline, threads);
      pipeline.putAll(IntStream.range(0, 999).boxed().toList());
      Threads.await(() -> pipeline.report().steps().get(3).emitted() == 999);
      assertIdle(pipeline, threads);
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldUseNoTimeWhileItWaitsForARetry() throws InterruptedException {
    AtomicInteger failed = new AtomicInteger();
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "fail",
                item -> {
                  failed.incrementAndGet();
                  return 1 / item;
                })
            .workers(64)
            .retrying(1, Backoff.fixed(Duration.ofHours(1)))
            .build()
            .start();
    pipeline.putAll(IntStream.range(0, 500).map(i -> 0).boxed().toList());
    Threads.await(() -> failed.get() == 500);
    assertIdle(pipeline, 64 + 1);
    pipeline.abort();
    pipeline.close();
    assertThat(assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(500);
  }

  /** The others wait, before a meta event or the end, for the item that is not done. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldUseNoTimeBehindASlowItem(boolean end) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "slow",
                item -> {
                  begun.countDown();
                  release.await();
                  return item;
                })
            .workers(64)
            .build()
            .start()) {
      pipeline.put(1);
      begun.await();
      if (end) {
        pipeline.finish();
        Threads.await(() -> THREADS.all().size() == 64); // the source thread has ended
      } else {
        pipeline.putMeta("meta");
        pipeline.put(2);
      }
      assertIdle(pipeline, end ? 64 : 64 + 1);
      release.countDown();
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldUseNoTimeWhileItsQueueIsEmpty() throws InterruptedException {
    LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).workers(16).build()) {
      pipeline.putQueue(queue);
      pipeline.start();
      queue.put(1);
      Threads.await(() -> pipeline.count() == 1);
      assertIdle(pipeline, 16 + 2);
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  /** One item at a time, and of 128 workers one wakes for it. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "ordered", "retrying"})
  void shouldWakeFewThreadsForOneItem(String how) throws InterruptedException {
    StepOptions options = options().workers(128);
    StepOptions chosen =
        switch (how) {
          case "ordered" -> options.ordered();
          case "retrying" -> options.retrying(1, Backoff.fixed(LOOK));
          default -> options;
        };
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).map("same", item -> item).with(chosen).build().start()) {
      THREADS.awaitIdle(128 + 1);
      assertThat(pipeline.awaitTermination(Duration.ofMillis(50))).isFalse(); // and for long
      int woken = 0;
      for (int i = 1; i <= 50; i++) {
        Map<Long, Long> before = THREADS.waits();
        int put = i;
        pipeline.put(i);
        Threads.await(() -> pipeline.count() == put);
        THREADS.awaitIdle(128 + 1);
        Map<Long, Long> after = THREADS.waits();
        after.entrySet().removeAll(before.entrySet());
        woken += after.size();
      }
      assertThat(woken).isLessThan(50 * 3 / 2);
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }
}
