package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The item that a worker has in hand, and from where it takes one: from what its step has claimed,
 * from the items whose turn has come, or from the retries. Confined to the worker's thread.
 */
final class InHand {
  private final Station station;
  private final Claim claim;
  private final Activity activity;
  private final @Nullable Keys keys;

  /** Null if the rate of attempts is not limited. */
  private final @Nullable Throttle throttle;

  /** Null if items need no permit to be begun. */
  private final @Nullable Stages stages;

  /** The item, or an envelope with it. */
  private @Nullable Object content;

  /** What is to be done with the item, if not the first attempt at an item of no key. */
  private @Nullable Attempt attempt;

  InHand(Station station, int index, Claim claim) {
    this.station = station;
    this.activity = station.activities[index];
    this.throttle = station.throttle;
    this.claim = claim;
    this.keys = station.keys;
    this.stages = station.stages;
  }

  /** Gives the item away: it is not held here while the worker goes on to others. */
  Object handOver() {
    Object mine = Objects.requireNonNull(content);
    content = null;
    return mine;
  }

  Attempt attempt() {
    Attempt other = attempt;
    return other == null ? Attempt.first(handOver(), claim.place()) : other;
  }

  /** The worker is done with it. */
  void forget() {
    content = null;
    attempt = null;
  }

  /** Whether the number of open stages lets an item be taken. */
  boolean mayTake() {
    return stages == null || stages.hasPermit();
  }

  /** Whether what could be taken without a look into the ring has to wait for permits. */
  boolean isHeld() {
    return throttle != null && station.schedule.isHeld();
  }

  /** Whether there is something to take without a look into the ring; retries apart. */
  boolean hasClaimed() {
    return !claim.isEmpty() || hasReleased();
  }

  /** Whether the turn of an item has come that waited for its key. */
  boolean hasReleased() {
    return keys != null && keys.hasReleased();
  }

  /** Takes what is claimed, or what has its turn. */
  boolean takeClaimed() {
    return stages == null ? takeNext() : takeWithPermit(stages, false);
  }

  /** Takes an item if there is a permit for it; gives that back if there is no item. */
  private boolean takeWithPermit(Stages permits, boolean retry) {
    if (!permits.tryTakePermit()) {
      return false;
    }
    boolean took = false;
    try {
      took = retry ? takeDue() : takeNext();
    } finally {
      if (!took) {
        permits.giveBackPermit();
      }
    }
    return took;
  }

  private boolean takeNext() {
    if (throttle != null) {
      return has(throttle.take(claim, activity));
    }
    Keys ofStep = keys;
    if (ofStep != null) {
      return takeTurn(ofStep);
    }
    content = claim.take();
    return content != null;
  }

  private boolean takeTurn(Keys ofStep) {
    Turn turn = ofStep.take(claim);
    if (turn == null) {
      return false;
    }
    content = turn.content();
    attempt = Attempt.first(turn);
    return true;
  }

  /** Takes an item that is to be tried again, or was put back, and is due. */
  boolean takeRetry() {
    if (station.retries.isEmpty()) {
      return false;
    }
    return stages == null ? takeDue() : takeWithPermit(stages, true);
  }

  private boolean takeDue() {
    return throttle == null
        ? has(station.retries.takeDue(station.run.time().nanoTime()))
        : takeNext();
  }

  private boolean has(@Nullable Attempt taken) {
    if (taken == null) {
      return false;
    }
    content = taken.content();
    attempt = taken;
    return true;
  }
}
