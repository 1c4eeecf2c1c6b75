package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An offer waits for room for a limited time, and tells what becomes of the item. */
@Timeout(60)
class ToldOfferTest {
  @Test
  void shouldWaitForRoomForALimitedTime() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("told")
            .sink(
                "wait",
                item -> {
                  began.countDown();
                  goOn.await();
                })
            .capacity(2)
            .build()) {
      pipeline.start();
      assertThat(offer(pipeline, 0, told, Duration.ofSeconds(20))).isTrue();
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
      int taken = 1;
      while (offer(pipeline, taken, told, Duration.ofMillis(50))) {
        taken++;
      }
      assertThat(offer(pipeline, -1, told, Duration.ZERO)).isFalse();
      assertThat(told).isEmpty();

      goOn.countDown();
      assertThat(offer(pipeline, taken, told, Duration.ofSeconds(20))).isTrue();
      pipeline.stop();

      assertThat(told).hasSize(taken + 1).contains("0 DONE", taken + " DONE");
      assertThatThrownBy(() -> offer(pipeline, 9, told, Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(told).hasSize(taken + 1);
    }
  }

  private static boolean offer(
      Pipeline<Integer, ?> pipeline, int item, List<String> told, Duration timeout)
      throws InterruptedException {
    return pipeline.offer(item, outcome -> told.add(item + " " + outcome), timeout);
  }
}
