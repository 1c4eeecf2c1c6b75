package io.paipa.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long something is in a ring. */
class RingProbeTest {
  private static final long MILLI = 1_000_000;

  private long now = 10 * MILLI;
  private final RingProbe probe = new RingProbe(() -> now);

  private long count() {
    return probe.times().snapshot().count();
  }

  @Test
  void shouldMeasureFromTheMarkUntilThatIsTaken() {
    probe.mark(7);
    now += 3_000;
    probe.taken(6);
    assertThat(count()).isZero();
    now += 2_000;
    probe.taken(9);

    assertThat(count()).isEqualTo(1);
    assertThat(probe.times().snapshot().maxNanos()).isEqualTo(5_000);
  }

  @Test
  void shouldMarkOneAtATime() {
    probe.mark(7);
    assertThat(probe.isFree()).isFalse();
    now += MILLI;
    probe.mark(8);
    now += MILLI;
    probe.taken(7);

    assertThat(probe.times().snapshot().maxNanos()).isEqualTo(2 * MILLI);
  }

  @Test
  void shouldRestWhereMuchIsTakenInAShortTime() {
    for (int sequence = 0; sequence < 1_600; sequence++) {
      if (probe.isFree()) {
        probe.mark(sequence);
      }
      now += 10;
      probe.taken(sequence);
    }

    assertThat(count()).isBetween(50L, 100L);
  }

  @Test
  void shouldMeasureAllThatComeSlowly() {
    for (int sequence = 0; sequence < 10; sequence++) {
      now += 2 * MILLI;
      probe.mark(sequence);
      now += 10;
      probe.taken(sequence);
    }

    assertThat(count()).isEqualTo(10);
  }
}
