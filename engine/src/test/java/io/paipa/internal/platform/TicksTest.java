package io.paipa.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is looked at at intervals is looked at until it is over. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TicksTest {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int LOOKS = 5;

  private final AtomicInteger awaited = new AtomicInteger();
  private final CountDownLatch looks = new CountDownLatch(LOOKS);

  /** Has no memory for the next look, once. */
  private final TimeSource scarce =
      new TimeSource() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void completeAfter(CompletableFuture<Boolean> future, long nanos) {
          if (awaited.incrementAndGet() == 3) {
            throw new OutOfMemoryError("test");
          }
          TimeSource.super.completeAfter(future, nanos);
        }
      };

  private final Ticks ticks =
      new Ticks(scarce, () -> INTERVAL_NANOS, this::isOver, this::look, () -> {});

  private boolean look() {
    looks.countDown();
    return false;
  }

  private boolean isOver() {
    return looks.getCount() == 0;
  }

  @AfterEach
  void stop() {
    ticks.stop();
  }

  @Test
  void shouldLookAgainThoughThereWasNoMemoryForTheNextLook() throws InterruptedException {
    ticks.start();
    assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(awaited).hasValueGreaterThan(LOOKS);
  }
}
