package io.paipa.internal.life;

import io.paipa.internal.worker.StationView;

/**
 * Looks whether a producer that has claimed a slot of a step's ring publishes it: nothing behind it
 * is taken before. That takes nanoseconds, unless the thread is gone in between, or is held by a
 * debugger. Used by the watching threads, one after the other.
 */
final class ClaimWatch {
  /** The JVM may have been stopped between two looks: then the next one sees the slot published. */
  private static final int LOOKS_AT_LEAST = 2;

  private final StationView station;
  private final long limitNanos;
  private long slot = -1;
  private int looks;
  private long sinceNanos;
  private boolean stuck;

  ClaimWatch(StationView station, long limitNanos) {
    this.station = station;
    this.limitNanos = limitNanos;
  }

  /** Whether a slot seems to be never published. */
  boolean look() {
    long now = System.nanoTime();
    long unpublished = station.unpublishedHead();
    if (unpublished != slot) {
      slot = unpublished;
      sinceNanos = now;
      looks = 0;
    } else if (slot >= 0 && ++looks >= LOOKS_AT_LEAST && now - sinceNanos >= limitNanos) {
      stuck = true;
    }
    return stuck;
  }

  /** Fails the run if the last look has found that. */
  void failIfStuck() {
    if (stuck) {
      stuck = false;
      slot = -1;
      station.failForUnpublished();
    }
  }
}
