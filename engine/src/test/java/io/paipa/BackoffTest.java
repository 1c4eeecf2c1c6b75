package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a back-off waits before which retry; the first is number 1. */
class BackoffTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1_000, Integer.MAX_VALUE})
  void shouldAlwaysBeTheSameIfFixed(int retry) {
    assertThat(Backoff.fixed(Duration.ofMillis(3)).delay(retry)).isEqualTo(Duration.ofMillis(3));
    assertThat(Backoff.fixed(Duration.ZERO).delay(retry)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1_000, Integer.MAX_VALUE})
  void shouldBeNothingIfThereIsNone(int retry) {
    assertThat(Backoff.none().delay(retry)).isZero();
    assertThat(Backoff.exponential(Duration.ZERO).delay(retry)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,8", "5,16", "6,32", "7,60", "8,60", "2147483647,60"})
  void shouldDoubleUpToAMinute(int retry, long seconds) {
    assertThat(Backoff.exponential(Duration.ofSeconds(1)).delay(retry)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource({"1,100", "2,200", "3,400", "4,500", "5,500", "2147483647,500"})
  void shouldDoubleUpToItsMaximum(int retry, long millis) {
    assertThat(Backoff.exponential(Duration.ofMillis(100), Duration.ofMillis(500)).delay(retry))
        .hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, Integer.MAX_VALUE})
  void shouldNotDoubleWhatIsTheMaximumAlready(int retry) {
    Duration hour = Duration.ofHours(1);
    assertThat(Backoff.exponential(hour).delay(retry)).isEqualTo(hour);
    assertThat(Backoff.exponential(hour, hour).delay(retry)).isEqualTo(hour);
  }

  /** Its double is longer than any duration, here or some retries later. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2 + 1, Long.MAX_VALUE})
  void shouldStopAtTheLongestDurationThereIs(long seconds) {
    Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    Backoff backoff = Backoff.exponential(Duration.ofSeconds(seconds), longest);
    assertThat(backoff.delay(1)).hasSeconds(seconds);
    for (int retry : List.of(64, 65, 1_000, Integer.MAX_VALUE)) {
      assertThat(backoff.delay(retry)).isEqualTo(longest);
    }
  }

  /** To the nanosecond. */
  @ParameterizedTest
  @CsvSource({"1,2,2,2", "1,3,2,3", "2,3,3,3", "2,5,4,5", "3,3,3,3"})
  void shouldNotRoundItsMaximum(long initial, long max, long second, long third) {
    Backoff backoff = Backoff.exponential(Duration.ofNanos(initial), Duration.ofNanos(max));
    assertThat(backoff.delay(2)).hasNanos(second);
    assertThat(backoff.delay(3)).hasNanos(third);
  }

  @Test
  void shouldRefuseWhatIsNoDelay() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> Backoff.exponential(second.negated()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("initial: PT-1S is negative");
    assertThatThrownBy(() -> Backoff.exponential(Duration.ZERO, second.negated()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max: PT-1S is negative");
    assertThatThrownBy(() -> Backoff.exponential(second.multipliedBy(2), second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("max: PT1S is shorter than the initial delay of PT2S");
  }
}
