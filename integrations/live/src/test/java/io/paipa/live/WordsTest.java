package io.paipa.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Figures as a person reads them. */
class WordsTest {
  @Test
  void shouldGroupTheDigitsOfCounts() {
    assertThat(Words.count(0)).isEqualTo("0");
    assertThat(Words.count(1_000_000_000_000_000L)).isEqualTo("1,000,000,000,000,000");
    assertThat(Words.count(Long.MAX_VALUE)).isEqualTo("9,223,372,036,854,775,807");
  }

  @Test
  void shouldTellRates() {
    assertThat(Words.perSecond(Double.NaN)).isEqualTo("–");
    assertThat(Words.perSecond(0)).isEqualTo("0");
    assertThat(Words.perSecond(0.25)).isEqualTo("0.3");
    assertThat(Words.perSecond(99.96)).isEqualTo("100.0");
    assertThat(Words.perSecond(1_234_567.8)).isEqualTo("1,234,568");
  }

  @Test
  void shouldTellDurationsInTheUnitThatSuits() {
    assertThat(Words.duration(Duration.ofNanos(1_500))).isEqualTo("1.5 µs");
    assertThat(Words.duration(Duration.ofNanos(12_345_678))).isEqualTo("12 ms");
    assertThat(Words.duration(Duration.ofMillis(2_300))).isEqualTo("2.3 s");
    assertThat(Words.duration(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
    assertThat(Words.duration(Duration.ofMinutes(1_565))).isEqualTo("26 h 5 min");
    assertThat(Words.duration(Duration.ZERO)).isEqualTo("0.0 µs");
  }
}
