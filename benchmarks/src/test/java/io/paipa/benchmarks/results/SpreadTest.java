package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians and ratios of rounds. */
class SpreadTest {
  @Test
  void shouldTakeTheMedianOfTheRounds() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
    assertThat(Spread.of(List.of(4.0, 2.0))).isEqualTo(new Spread(3, 2, 4));
  }

  @Test
  void shouldTakeRatiosWithinARound() {
    // The machine was half as fast in the second round: the ratio is the same.
    Metric ours = new Metric("ops/s", List.of(100.0, 50.0, 120.0));
    Metric theirs = new Metric("ops/s", List.of(10.0, 5.0, 10.0));

    assertThat(ours.over(theirs)).isEqualTo(new Spread(10, 10, 12));
  }

  @Test
  void shouldTakeTheGeometricMeanRoundByRound() {
    Spread spread =
        Spread.ofGeometricMeans(List.of(List.of(2.0, 1.0, 3.0), List.of(8.0, 1.0, 27.0)));

    assertThat(spread.median()).isCloseTo(4, within(1e-9));
    assertThat(spread.low()).isCloseTo(1, within(1e-9));
    assertThat(spread.high()).isCloseTo(9, within(1e-9));
  }

  @Test
  void shouldWriteThreeDigitsThatCount() {
    assertThat(new Spread(3.14159, 0.012345, 12_345.6).text()).isEqualTo("3.14 (0.0123–12,346)");
    assertThat(Numbers.text(10)).isEqualTo("10.0");
    assertThat(Numbers.text(999.9)).isEqualTo("1000");
    assertThat(Numbers.text(0)).isEqualTo("0");
    assertThat(Numbers.limit(1)).isEqualTo("1");
    assertThat(Numbers.limit(0.95)).isEqualTo("0.95");
    assertThat(Numbers.nanos(1_234)).isEqualTo("1.23 µs");
  }
}
