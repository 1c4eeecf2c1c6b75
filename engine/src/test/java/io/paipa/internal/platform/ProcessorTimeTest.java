package io.paipa.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.platform.ProcessorTime.Reading;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the program has used of the processors. */
class ProcessorTimeTest {
  @Test
  void shouldTellHowManyProcessorsWereUsedBetweenTwoReadings() {
    Reading earlier = new Reading(1_000, 10_000);

    assertThat(new Reading(4_000, 12_000).processorsSince(earlier)).isEqualTo(1.5);
    assertThat(earlier.processorsSince(earlier)).isZero();
  }

  @Test
  void shouldAskTheSystemTenTimesASecondAtMost() {
    Reading first = ProcessorTime.read();
    Reading second = ProcessorTime.read();
    Duration apart = Duration.ofNanos(System.nanoTime() - first.atNanos());

    assertThat(second.equals(first) || apart.toMillis() >= 100).isTrue();
  }

  /** As the JDK's own way does, to the ticks of the system. */
  @Test
  @Timeout(30)
  void shouldTellWhatTheProgramHasUsed() {
    Reading before = ProcessorTime.read();
    Reading after = before;
    while (after.usedNanos() - before.usedNanos() < 300_000_000) {
      after = ProcessorTime.read(); // this thread uses one
    }
    long jdk = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();

    assertThat(after.usedNanos()).isBetween(jdk - 2_000_000_000, jdk + 20_000_000);
  }
}
