package io.paipa.internal.life;

import io.paipa.internal.worker.StationView;

/**
 * Looks whether a producer that has begun to publish into a step's ring ends: no other can publish
 * before. That takes nanoseconds, unless the thread is gone in between, or is held by a debugger.
 * Used by the watching threads, one after the other.
 */
final class ProducerWatch {
  /** The JVM may have been stopped between two looks: then the next one sees another. */
  private static final int LOOKS_AT_LEAST = 2;

  private final StationView station;
  private final long limitNanos;
  private long publishing = -1;
  private int looks;
  private long sinceNanos;
  private boolean stuck;

  ProducerWatch(StationView station, long limitNanos) {
    this.station = station;
    this.limitNanos = limitNanos;
  }

  /** Whether a producer seems never to end. */
  boolean look() {
    long now = System.nanoTime();
    long seen = station.publishing();
    if (seen != publishing) {
      publishing = seen;
      sinceNanos = now;
      looks = 0;
    } else if (publishing >= 0 && ++looks >= LOOKS_AT_LEAST && now - sinceNanos >= limitNanos) {
      stuck = true;
    }
    return stuck;
  }

  /** Fails the run if the last look has found that. */
  void failIfStuck() {
    if (stuck) {
      stuck = false;
      publishing = -1;
      station.failForProducer();
    }
  }
}
