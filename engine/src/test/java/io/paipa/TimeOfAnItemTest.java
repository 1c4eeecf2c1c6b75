package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An item's time is what its own code takes; waits for room are no part of it. */
class TimeOfAnItemTest {
  private static final Duration LIMIT = Duration.ofMillis(40);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("timeout");
  }

  private static void awaitInterrupt() {
    try {
      assertThat(new CountDownLatch(1).await(20, TimeUnit.SECONDS)).as("in time").isTrue();
    } catch (InterruptedException e) {
      // that is what it waits for
    }
  }

  /**
   * An attempt that has used up two quarters of its limit or none, then waits for room for five
   * times the limit, and then goes on for three quarters. The step behind it tells by its items,
   * which have a fifth of the limit each, when the clock was looked at.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldCountTheTimeBeforeAndAfterItWaitsForRoom(int quartersBefore)
      throws InterruptedException {
    HandClock clock = new HandClock();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch through = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Semaphore inHand = new Semaphore(0);
    Semaphore expired = new Semaphore(0);
    Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("timeout")
                .<Integer>mapMulti(
                    "emit",
                    (item, out) -> {
                      begun.countDown();
                      assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                      for (int i = 0; i < 4; i++) {
                        out.emit(i);
                      }
                      through.countDown();
                      assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
                    })
                .itemTimeout(LIMIT)
                .sink(
                    "witness",
                    item -> {
                      inHand.release();
                      awaitInterrupt();
                      expired.release();
                    })
                .capacity(2)
                .itemTimeout(LIMIT.dividedBy(5))
                .onFailure(FailurePolicy.skip()));
    try (pipeline) {
      pipeline.start();
      pipeline.put(7);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      clock.advance(LIMIT.multipliedBy(quartersBefore).dividedBy(4));
      go.countDown();
      acquire(inHand);
      Thread emitting = new PipelineThreads("timeout").named("emit-0");
      Threads.await(
          () -> pipeline.report().steps().get(0).emitted() == 3 && PipelineThreads.waits(emitting));

      clock.advance(LIMIT.multipliedBy(5)); // the first item expires, and makes room
      acquire(expired);
      assertThat(through.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 3; i++) {
        acquire(inHand);
        clock.advance(LIMIT.dividedBy(4).minusNanos(1)); // two of them are not the limit
        acquire(expired);
      }

      if (quartersBefore == 0) {
        end.countDown();
        pipeline.stop();
        assertThat(pipeline.report().steps().get(0).done()).isEqualTo(1);
        assertThat(pipeline.report().steps().get(1).skipped()).isEqualTo(4);
      } else {
        assertThatThrownBy(pipeline::stop).hasCauseInstanceOf(TimeoutException.class);
      }
    }
  }

  private static void acquire(Semaphore semaphore) throws InterruptedException {
    assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }
}
