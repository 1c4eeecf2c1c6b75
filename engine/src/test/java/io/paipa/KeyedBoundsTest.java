package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much a keyed step keeps, and what it tells of it. */
class KeyedBoundsTest {
  private static final int CAPACITY = 16;

  @RegisterExtension private final LogListener log = new LogListener();

  private final CountDownLatch inHand = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("keyed");
  }

  private void waitUntilReleased() throws InterruptedException {
    inHand.countDown();
    assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Items of one key, then of others: nothing is taken from the ring while the first is busy. */
  @Test
  void shouldOpenNoMoreItemsThanItsCapacity() throws InterruptedException {
    AtomicInteger pulled = new AtomicInteger();
    Iterator<Integer> source =
        IntStream.range(0, 1_000).peek(i -> pulled.incrementAndGet()).iterator();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink("slow", item -> waitUntilReleased())
            .workers(4)
            .capacity(CAPACITY)
            .keyed(item -> item < 500 ? -1 : item)
            .build()) {
      pipeline.putIterator(source);
      pipeline.start();
      StepReport[] report = new StepReport[1];
      Threads.await(
          () -> {
            report[0] = pipeline.report().steps().get(0);
            return report[0].waitingForKeys() == CAPACITY - 1 && report[0].queued() >= CAPACITY;
          });
      assertThat(report[0].inHand()).isEqualTo(CAPACITY);
      assertThat(report[0].waitingForKeys()).isEqualTo(CAPACITY - 1);
      assertThat(report[0].busyKeys()).isEqualTo(1);
      assertThat(pulled).hasValueLessThan(CAPACITY + CAPACITY + CAPACITY / 2 + 2);
      release.countDown();
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(1_000);
    }
  }

  @Test
  void shouldKeepNothingOfAKeyThatIsIdle() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink("quick", item -> {})
            .workers(4)
            .keyed(item -> item % 10_000)
            .build()) {
      pipeline.start();
      for (int i = 0; i < 50_000; i++) {
        pipeline.put(i);
      }
      Threads.await(() -> pipeline.report().steps().get(0).done() == 50_000);
      Threads.await(() -> pipeline.report().steps().get(0).busyKeys() == 0);
      assertThat(pipeline.report().steps().get(0).waitingForKeys()).isZero();
    }
  }

  @Test
  void shouldNameTheItemThatHoldsAKeyInAWarning() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("keyed")
            .sink("slow", item -> waitUntilReleased())
            .workers(2)
            .keyed(item -> "all")
            .stallAfter(Duration.ofMillis(40))
            .build()) {
      pipeline.start();
      for (int i = 7; i < 11; i++) {
        pipeline.put(i);
      }
      Threads.await(() -> pipeline.report().steps().get(0).waitingForKeys() == 3);
      Threads.await(() -> !log.records().isEmpty());
      assertThat(log.lines().get(0))
          .matches(
              "(?s)WARNING: pipeline 'keyed', step 'slow', worker \\d is stuck, for \\d+ ms; 3"
                  + " items wait for the key of its item 7\\R  at .*");
      release.countDown();
    }
  }
}
