package io.paipa.internal.life;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Looks whether a producer that has begun to publish into a ring ends: no other can publish before.
 * That takes nanoseconds, unless the thread is gone in between, or is stopped by a debugger. Used
 * by the watching threads, one after the other.
 */
final class ProducerWatch {
  /** The JVM may have been stopped between two looks: then the next one sees another. */
  private static final int LOOKS_AT_LEAST = 2;

  /** On a crowded machine a thread may be without a core for long. */
  private static final long LIMIT_AT_LEAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier publishing;
  private final Runnable failing;
  private final long limitNanos;
  private long seen = -1;
  private int looks;
  private long sinceNanos;
  private boolean stuck;

  /**
   * A watch.
   *
   * @param publishing who publishes just now: another number each time, -1 if nobody does
   * @param failing fails the run
   * @param limitNanos after what time it is to fail; it is a second at least
   */
  ProducerWatch(LongSupplier publishing, Runnable failing, long limitNanos) {
    this.publishing = publishing;
    this.failing = failing;
    this.limitNanos = Math.max(LIMIT_AT_LEAST_NANOS, limitNanos);
  }

  /** Whether a producer seems never to end. */
  boolean look() {
    long now = System.nanoTime();
    long before = seen;
    seen = publishing.getAsLong();
    if (seen != before || seen < 0) {
      sinceNanos = now;
      looks = 0;
    } else {
      looks++;
    }
    stuck = looks >= LOOKS_AT_LEAST && now - sinceNanos >= limitNanos;
    return stuck;
  }

  /** Fails the run if the last look has found that, and it is still so. */
  void failIfStuck() {
    if (stuck && publishing.getAsLong() == seen) {
      failing.run();
    }
    stuck = false;
    looks = 0;
  }
}
