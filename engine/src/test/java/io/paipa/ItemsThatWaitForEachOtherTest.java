package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As many items as there are workers may wait for each other, and for what is put after them. */
class ItemsThatWaitForEachOtherTest {
  private static final String NAME = "together";
  private static final long SECONDS = 20;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /**
   * The first items make them quick, so that one worker claims all that come then. Nothing is
   * published afterwards that would wake the others.
   */
  @ParameterizedTest
  @ValueSource(ints = {3, 8})
  void shouldEachGetAWorkerThoughTheyWereClaimedAtOnce(int workers) throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      CyclicBarrier together = new CyclicBarrier(workers);
      try (Pipeline<Integer, Void> pipeline =
          Pipeline.<Integer>named(NAME)
              .sink(
                  "meet",
                  item -> {
                    if (item < 0) {
                      together.await(SECONDS, TimeUnit.SECONDS);
                    }
                  })
              .workers(workers)
              .build()) {
        pipeline.start();
        pipeline.putAll(IntStream.range(0, 5_000).boxed().toList());
        Threads.await(() -> pipeline.count() == 5_000);
        new PipelineThreads(NAME).awaitIdle(workers + 1); // the source thread, too
        assertThat(pipeline.awaitTermination(Duration.ofMillis(20))).isFalse(); // they are for long
        pipeline.putAll(IntStream.rangeClosed(1, workers).mapToObj(i -> -i).toList());
        Threads.await(() -> pipeline.count() == 5_000 + workers);
        pipeline.stop();
        assertNothingAbandoned(pipeline);
      }
    }
  }

  static Stream<Waiting> strategies() {
    return Stream.of(
        Waiting.parking(),
        Waiting.yielding(),
        Waiting.busySpin(),
        Waiting.backoff(10, 10, Duration.ofNanos(1_000), Duration.ofMillis(1)));
  }

  /** Two slots of eight are free, and no more will be before the producer has put. */
  @ParameterizedTest
  @MethodSource("strategies")
  void shouldGetWhatIsPutAfterThemThoughTheRingIsNearlyFull(Waiting waiting)
      throws InterruptedException {
    CountDownLatch full = new CountDownLatch(1);
    CountDownLatch put = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "wait",
                item -> {
                  if (item <= 2) {
                    assertThat(full.await(SECONDS, TimeUnit.SECONDS)).isTrue();
                  } else if (item <= 4) {
                    assertThat(put.await(SECONDS, TimeUnit.SECONDS)).isTrue();
                  }
                })
            .workers(2)
            .capacity(8)
            .waiting(waiting)
            .build()) {
      pipeline.start();
      Thread producer =
          new Thread(
              () -> {
                try {
                  pipeline.putAll(IntStream.rangeClosed(1, 11).boxed().toList());
                  put.countDown();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      producer.start();
      // the first two are in hand, the next eight fill the ring, and the last waits
      Threads.await(() -> pipeline.report().steps().get(0).received() == 10);
      Threads.await(() -> waitsForRoom(producer));
      full.countDown();
      producer.join(TimeUnit.SECONDS.toMillis(SECONDS));
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).done()).isEqualTo(11);
    }
  }

  private static boolean waitsForRoom(Thread producer) {
    return Arrays.stream(producer.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith(".Inlet") && isWait(frame));
  }

  private static boolean isWait(StackTraceElement frame) {
    return Set.of("tryFor", "poll", "park").contains(frame.getMethodName());
  }
}
