package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.loop.Signal;

/**
 * Sees to it that others take what a worker leaves: wakes one of them, if that is of use. Confined
 * to the worker's thread; {@link Puller} says why nothing is left lying.
 */
final class Relay {
  private final Station station;
  private final Driver driver;
  private final Claim claim;
  private final InHand hand;
  private final Outlet outlet;
  private final Signal signal;

  Relay(Station station, Driver driver, Claim claim, InHand hand) {
    this.station = station;
    this.driver = driver;
    this.claim = claim;
    this.hand = hand;
    this.outlet = station.hop.outlet();
    this.signal = station.hop.signal();
  }

  /**
   * Wakes another worker, if there is more than this one takes, or something that is due later.
   *
   * @param own how many of the claimed items are for this worker
   */
  void handOn(int own) {
    if (!station.isShared() || !signal.mayWake()) {
      return;
    }
    if (driver.isDue()) {
      signal.wakeForMore();
    }
    if (!hand.mayTake()) {
      return; // a worker that gives a permit back looks for more
    }
    boolean more = claim.remaining() > own || hand.hasReleased() || (outlet.hasMore() && hasRoom());
    boolean wakes = more && !hand.isHeld() && (!signal.isWatched() || isWorthJoining());
    if (wakes || station.schedule.needsTimer()) {
      signal.wakeForMore();
    }
  }

  /** Whether it is worth while that one more worker comes to help. */
  boolean isWorthJoining() {
    return station.pace.isWorthWaking(claim.remaining() + outlet.depth()) && signal.mayUseCore();
  }

  /** Whether the retries and the order let items be claimed. */
  boolean hasRoom() {
    return station.retries.hasRoom() && station.order.hasRoom();
  }
}
