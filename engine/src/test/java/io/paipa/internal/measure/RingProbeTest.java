package io.paipa.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long something is in a ring. */
class RingProbeTest {
  private static final long MILLI = 1_000_000;

  private long now = 10 * MILLI;
  private long published;
  private final RingProbe probe = new RingProbe(() -> now, () -> published);

  private void taken(long first, long last, long lastPublished) {
    published = lastPublished;
    probe.taken(first, last);
  }

  private long count() {
    return probe.times().snapshot().count();
  }

  @Test
  void shouldMeasureFromTheMarkUntilThatIsTaken() {
    probe.mark(7);
    now += 3_000;
    taken(6, 6, 7);
    assertThat(count()).isZero();
    now += 2_000;
    taken(7, 9, 9);

    assertThat(count()).isEqualTo(1);
    assertThat(probe.times().snapshot().maxNanos()).isEqualTo(5_000);
  }

  @Test
  void shouldMarkOneAtATime() {
    probe.mark(7);
    assertThat(probe.isDue(8)).isFalse();
    now += MILLI;
    probe.mark(8);
    now += MILLI;
    taken(7, 7, 8);

    assertThat(probe.times().snapshot().maxNanos()).isEqualTo(2 * MILLI);
  }

  @Test
  void shouldRestWhereMuchIsTakenInAShortTime() {
    for (int sequence = 0; sequence < 6_400; sequence++) {
      if (probe.isDue(sequence)) {
        probe.mark(sequence);
      }
      now += 10;
      taken(sequence, sequence, sequence);
    }

    assertThat(count()).isBetween(50L, 100L);
  }

  @Test
  void shouldMeasureAllThatComeSlowly() {
    for (int sequence = 0; sequence < 10; sequence++) {
      now += 2 * MILLI;
      probe.mark(sequence);
      now += 10;
      taken(sequence, sequence, sequence);
    }

    assertThat(count()).isEqualTo(10);
  }

  /** The first of a burst waits for nothing: it is not always that one which is marked. */
  @Test
  void shouldMarkAnyOfABurst() {
    long sequence = 0;
    for (int burst = 0; burst < 200; burst++) {
      for (int i = 0; i < 100; i++) {
        if (probe.isDue(sequence + i)) {
          probe.mark(sequence + i);
        }
      }
      long last = sequence + 99;
      for (; sequence <= last; sequence++) {
        now += 2 * MILLI;
        taken(sequence, sequence, last);
      }
      now += 1_000 * MILLI;
    }

    assertThat(count()).isGreaterThan(100);
    assertThat(probe.times().snapshot().percentileNanos(50) / MILLI).isBetween(60L, 140L);
  }
}
