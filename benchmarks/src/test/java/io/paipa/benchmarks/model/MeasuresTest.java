package io.paipa.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loops come to an end, on a busy machine too, and to costs that can be. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MeasuresTest {
  private static final double MILLISECOND = 1e6;

  @Test
  void shouldMeasureATake() {
    shouldBeShort(Measures.take());
  }

  @Test
  void shouldMeasureWhatTwoThreadsDoByTurns() throws Exception {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);

    try {
      shouldBeShort(Measures.contendedTake());
      shouldBeShort(Measures.refill(1));
      shouldBeShort(Measures.refill(Measures.LARGE_BATCH));
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("try again when other programs leave two cores");
      abort("other programs keep the cores busy");
    }
  }

  @Test
  void shouldMeasureAWakeUp() throws Exception {
    assertThat(Measures.wakeUp().quick()).isPositive();
  }

  @Test
  void shouldRunTheEngine() throws Exception {
    MeasuredStep step = MeasuredStep.burning(10_000);

    assertThat(step.nanosPerItem(2, 4)).isGreaterThan(1_000);
  }

  @Test
  void shouldTellQuickRoundsFromTheMedian() {
    double[] nanos = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1_000};

    assertThat(Timings.of(nanos)).isEqualTo(new Timings(1, 5));
  }

  private static void shouldBeShort(Timings rounds) {
    assertThat(rounds.quick()).isPositive().isLessThan(MILLISECOND);
    assertThat(rounds.median()).isGreaterThanOrEqualTo(rounds.quick());
  }
}
