package io.paipa.internal.worker;

import io.paipa.internal.hop.Outbox;

/**
 * Moves outputs into the ring for a sibling that is stuck in user code. For the next step's workers
 * take from outboxes only when the ring is empty, which may never be while the others go on.
 * Confined to the worker's thread. Looks at one sibling at a time, and helps if it has added
 * nothing since the last look.
 */
final class StuckSiblings {
  private final Station station;
  private final int index;
  private int candidate;
  private long addedBefore = -1;

  StuckSiblings(Station station, int index) {
    this.station = station;
    this.index = index;
    this.candidate = index;
  }

  /** To be called now and then. */
  void help() {
    Outbox outbox = candidate == index ? null : station.outbox(candidate);
    if (outbox != null && !outbox.isEmpty() && outbox.added() == addedBefore) {
      outbox.tryMove(station.run);
    }
    candidate = candidate + 1 == station.settings.workers() ? 0 : candidate + 1;
    Outbox following = station.outbox(candidate);
    addedBefore = following == null ? -1 : following.added();
  }
}
