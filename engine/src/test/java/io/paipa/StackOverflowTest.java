package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.LittleStack.DESCENTS;
import static io.paipa.LittleStack.NAME;
import static io.paipa.LittleStack.counting;
import static io.paipa.LittleStack.descendAndGoOn;
import static io.paipa.LittleStack.small;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.LittleStack.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * User code that calls a pipeline until its stack is used up, and goes on: nothing of the engine is
 * left half done, each call has either done all or nothing.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StackOverflowTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"put", "offer", "queue", "meta", "before the start"})
  void shouldTakeWhatAProducerPutsAfterAnOverflow(String how) throws InterruptedException {
    AtomicLong count = new AtomicLong();
    AtomicInteger accepted = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline = counting(count, 64).build()) {
      boolean startsLate = how.equals("before the start");
      if (!startsLate) {
        pipeline.start();
      }
      Call call =
          () -> {
            switch (how) {
              case "offer" -> accepted.addAndGet(pipeline.offer(1) ? 1 : 0);
              case "queue" -> {
                pipeline.inputQueue().put(1);
                accepted.incrementAndGet();
              }
              case "meta" -> pipeline.putMeta("meta");
              default -> {
                pipeline.put(1);
                accepted.incrementAndGet();
              }
            }
          };
      for (int round = 0; round < DESCENTS; round++) {
        Thread producer =
            small(
                () -> {
                  try {
                    descendAndGoOn(call);
                    call.make();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                },
                round);
        producer.start();
        producer.join(60_000);
        assertThat(producer.isAlive()).isFalse();
      }
      if (startsLate) {
        pipeline.start();
      }
      pipeline.stop();
      assertThat(pipeline.count()).isEqualTo(pipeline.report().accepted());
      // the overflow may have come after the put had returned, and before it was counted
      assertThat(pipeline.count()).isBetween((long) accepted.get(), accepted.get() + DESCENTS * 1L);
      assertNothingAbandoned(pipeline);
    }
  }

  /** The calls that end a pipeline, too. */
  @ParameterizedTest
  @ValueSource(strings = {"finish", "abort", "putIterable", "before the start"})
  void shouldEndWhereOtherCallsUseUpTheStack(String which) throws InterruptedException {
    for (int round = 0; round < DESCENTS; round++) {
      AtomicLong count = new AtomicLong();
      Pipeline<Integer, Void> pipeline = counting(count, 64).build();
      if (!which.equals("before the start")) {
        pipeline.start();
      }
      CountDownLatch done = new CountDownLatch(1);
      Call call =
          () -> {
            switch (which) {
              case "finish" -> pipeline.finish();
              case "abort" -> pipeline.abort();
              case "putIterable" -> pipeline.putIterable(List.of(1));
              default -> pipeline.inputQueue().offer(1);
            }
          };
      small(
              () -> {
                try {
                  descendAndGoOn(call);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                } finally {
                  done.countDown();
                }
              },
              round)
          .start();
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      if (!which.equals("before the start")) {
        assertThat(pipeline.awaitTermination(Duration.ofSeconds(5))).isTrue();
      }
      assertBalanced(pipeline);
    }
  }
}
