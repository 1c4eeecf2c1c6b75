package io.paipa.ring;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which of a pool's parked workers looks now and then whether the consumers that the pool follows
 * have come further: one of them.
 *
 * <p><b>Nobody is needed in vain.</b> The one that looks says that it does by compare-and-set, and
 * says that it does not any more before it looks for an event itself. If it takes one, it wakes
 * another worker as long as there is one more that is published; that one finds the place free.
 */
final class Polls {
  private static final long MIN_NANOS = 1_000;
  private static final long MAX_NANOS = 1_000_000;

  private final AtomicBoolean taken = new AtomicBoolean();

  boolean begin() {
    return !taken.get() && taken.compareAndSet(false, true);
  }

  void end() {
    taken.set(false);
  }

  /** How long to wait before the next look; longer each time. */
  long next(long lastNanos) {
    return Math.min(MAX_NANOS, Math.max(MIN_NANOS, 2 * lastNanos));
  }
}
