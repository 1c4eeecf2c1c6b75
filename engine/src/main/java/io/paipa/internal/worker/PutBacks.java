package io.paipa.internal.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts items back that a step reenqueues: at once, or, where attempts have to be whole, when the
 * attempt has succeeded. Confined to the worker's thread.
 */
final class PutBacks {
  private final Station station;
  private final Outcomes outcomes;
  private final boolean whole;
  private final List<Object> held = new ArrayList<>(0);

  PutBacks(Station station, Outcomes outcomes) {
    this.station = station;
    this.outcomes = outcomes;
    this.whole = station.settings.wholeAttempts();
  }

  /** An attempt reenqueues an item. */
  void add(Object item) {
    if (whole) {
      held.add(item);
    } else {
      putBack(item);
      station.hop.signal().published(); // this attempt may take long, or wait for that item
    }
  }

  /** The attempt has succeeded. */
  void release() {
    if (!held.isEmpty()) {
      for (Object item : held) {
        putBack(item);
      }
      held.clear();
      station.hop.signal().published(); // the outputs may wait for room
    }
  }

  /** The attempt has not succeeded: it has reenqueued nothing. */
  void discard() {
    held.clear();
  }

  private void putBack(Object item) {
    long now = station.run.time().nanoTime();
    long place = station.order.nextPlace();
    station.ledger.reenqueue();
    boolean added = false;
    try {
      station.retries.putBack(Attempt.first(item, place), now);
      added = true;
    } finally {
      if (!added) { // no memory: it was not put back
        station.ledger.takeBackReenqueue();
        outcomes.leavePlace(place);
      }
    }
  }
}
