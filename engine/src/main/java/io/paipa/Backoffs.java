package io.paipa;

import java.time.Duration;

/** The back-offs that come with the library. */
final class Backoffs {
  static final Backoff NONE = Immediate.INSTANCE;

  private Backoffs() {}

  /** What never waits is always the same, so that it is recognised. */
  static Backoff doubling(Duration initial, Duration max) {
    return initial.isZero() ? NONE : new Exponential(initial, max);
  }

  /** An enum, so that a deserialised one is still recognised as the back-off that never waits. */
  private enum Immediate implements Backoff {
    INSTANCE;

    @Override
    public Duration delay(int retry) {
      return Duration.ZERO;
    }
  }

  /**
   * Doubling; with {@code initial} equal to {@code max} it is a fixed delay.
   *
   * @param initial the first delay
   * @param max the longest delay
   */
  private record Exponential(Duration initial, Duration max) implements Backoff {
    @Override
    public Duration delay(int retry) {
      Duration half = max.dividedBy(2);
      Duration delay = initial;
      for (int i = 1; i < retry && !delay.isZero(); i++) {
        if (delay.compareTo(half) > 0) {
          return max; // before it is doubled: that may be longer than any duration
        }
        delay = delay.multipliedBy(2);
      }
      return delay;
    }
  }
}
