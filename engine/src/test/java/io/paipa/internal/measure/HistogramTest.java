package io.paipa.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, counted by their length. */
class HistogramTest {
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final Histogram histogram = new Histogram();

  private HistogramSnapshot snapshot() {
    return histogram.snapshot();
  }

  @Test
  void shouldBeEmptyBeforeTheFirstTime() {
    assertThat(snapshot().count()).isZero();
    assertThat(snapshot().meanNanos()).isZero();
    assertThat(snapshot().percentileNanos(50)).isZero();
  }

  @Test
  void shouldTellCountMeanAndLongest() {
    histogram.record(100);
    histogram.record(300);

    assertThat(snapshot().count()).isEqualTo(2);
    assertThat(snapshot().meanNanos()).isEqualTo(200);
    assertThat(snapshot().maxNanos()).isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 15, 16, 17, 31, 32, 33, 1_000, 1_023, 1_024, 999_999, HOUR_NANOS})
  void shouldTellATimeToASixteenth(long nanos) {
    histogram.record(nanos);
    histogram.record(20 * HOUR_NANOS); // so that the longest does not give it away

    assertThat(snapshot().percentileNanos(50)).isCloseTo(nanos, within(nanos / 16));
  }

  @Test
  void shouldHaveEachTimeInABucketBehindThatOfAShorterOne() {
    Random random = new Random(1);
    LongStream.concat(LongStream.range(0, 10_000), random.longs(10_000, 0, 1L << 50).map(Math::abs))
        .forEach(
            nanos ->
                assertThat(Buckets.of(nanos))
                    .isBetween(Buckets.of(Math.max(0, nanos - 1)), Buckets.of(nanos + 1)));
  }

  @Test
  void shouldTellPercentiles() {
    LongStream.rangeClosed(1, 1_000).forEach(i -> histogram.record(i * 1_000));

    assertThat(snapshot().percentileNanos(50)).isCloseTo(500_000, within(500_000L / 16));
    assertThat(snapshot().percentileNanos(99)).isCloseTo(990_000, within(990_000L / 16));
    assertThat(snapshot().percentileNanos(100)).isCloseTo(1_000_000, within(1_000_000L / 16));
    assertThat(snapshot().percentileNanos(0.01)).isCloseTo(1_000, within(1_000L / 16));
  }

  @Test
  void shouldCountWhatAClockThatGoesBackTells() {
    histogram.record(-5);

    assertThat(snapshot().count()).isEqualTo(1);
    assertThat(snapshot().maxNanos()).isZero();
  }

  @Test
  void shouldCountTimesThatAreLongerThanAll() {
    histogram.record(Long.MAX_VALUE);

    assertThat(snapshot().count()).isEqualTo(1);
    assertThat(snapshot().maxNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  @Timeout(60)
  void shouldLoseNoTimeOfAnyThread() throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                try {
                  begin.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int n = 0; n < 10_000; n++) {
                  histogram.record(n % 64);
                }
              });
      threads[i].start();
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(snapshot().count()).isEqualTo(40_000);
  }
}
