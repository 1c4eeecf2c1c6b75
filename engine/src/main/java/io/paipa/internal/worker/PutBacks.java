package io.paipa.internal.worker;

import io.paipa.internal.delivery.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

  /** An attempt reenqueues an item, or an envelope with one. */
  void add(Object content) {
    if (whole) {
      held.add(content);
    } else {
      putBack(content);
      station.hop.signal().published(); // this attempt may take long, or wait for that item
    }
  }

  /** The attempt has succeeded. */
  void release() {
    if (!held.isEmpty()) {
      for (Object content : held) {
        putBack(content);
      }
      held.clear();
      station.userCode.handOnInterrupt(); // a key function may have left one
      station.hop.signal().published(); // the outputs may wait for room
    }
  }

  /** The attempt has not succeeded: it has reenqueued nothing. */
  void discard() {
    held.forEach(Envelope::takeBack);
    held.clear();
  }

  private void putBack(Object content) {
    Keys keys = station.keys;
    Attempt again =
        keys == null
            ? Attempt.first(content, station.order.nextPlace())
            : Attempt.first(keys.turnOfPutBack(content));
    station.ledger.reenqueue();
    boolean added = false;
    try {
      if (keys == null) {
        station.retries.putBack(again, station.run.time().nanoTime());
      } else {
        putIntoLine(keys, Objects.requireNonNull(again.turn()));
      }
      added = true;
    } finally {
      if (!added) { // no memory: it was not put back
        station.ledger.takeBackReenqueue();
        outcomes.leavePlace(again.place());
        Envelope.takeBack(content);
      }
    }
  }

  /** It goes behind the items that wait of its key. */
  private void putIntoLine(Keys keys, Turn turn) {
    station.retries.hold(); // before another worker may settle it
    boolean isInLine = false;
    try {
      if (keys.comesAtOnce(turn)) {
        station.comesBack(turn);
      }
      isInLine = true;
    } finally {
      if (!isInLine) {
        station.retries.takeBack(1);
        keys.end(turn);
      }
    }
  }
}
