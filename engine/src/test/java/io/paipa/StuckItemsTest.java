package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker whose item minds no interrupt is named, once, and waited for no longer. */
class StuckItemsTest {
  private static final String NAME = "hangs";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Integer, Integer> stuck(CountDownLatch stuck, CountDownLatch release) {
    return Pipeline.<Integer>named(NAME)
        .map("stuck", item -> waitIgnoringInterrupts(item, stuck, release))
        .terminationTimeout(Duration.ofMillis(100))
        .build();
  }

  @Test
  void shouldNameStuckThreads() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline = stuck(stuck, release);
    pipeline.start();
    pipeline.put(1);
    stuck.await();
    pipeline.abort();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining(NAME + "-stuck-0")
        .hasMessageContaining("waitIgnoringInterrupts");
    assertBalanced(pipeline);
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());
    assertBalanced(pipeline);
  }

  /** Thrown again by {@code close()}, it would be an exception that suppresses itself. */
  @Test
  void shouldNameStuckThreadsOnce() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline = stuck(stuck, release);
    try {
      pipeline.start();
      pipeline.put(1);
      stuck.await();
      pipeline.abort();
      assertThatThrownBy(pipeline::stop).hasMessageContaining(NAME + "-stuck-0");
      pipeline.close();
    } finally {
      release.countDown();
      Threads.await(() -> Threads.of(NAME).isEmpty());
    }
  }

  private static Integer waitIgnoringInterrupts(
      Integer item, CountDownLatch stuck, CountDownLatch release) {
    stuck.countDown();
    while (true) {
      try {
        release.await();
        return item;
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }
}
