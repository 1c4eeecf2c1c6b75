package io.paipa.worker;

import io.paipa.hop.Claim;

/**
 * Takes items that a sibling has claimed and not begun. Confined to the worker's thread.
 *
 * <p>An idle worker takes from any sibling. One that has enough else to do takes from a sibling
 * that is stuck in user code: it may never be idle while more comes. For that it looks at one
 * sibling now and then, and takes if that one has begun no item since the last look.
 */
final class SiblingClaims {
  private static final int CALLS_PER_LOOK = 8;

  private final Station station;
  private final Claim[] claims;
  private final int index;
  private int calls;
  private int candidate;
  private long progressBefore;
  private boolean stuck;

  SiblingClaims(Station station, int index) {
    this.station = station;
    this.claims = station.claims;
    this.index = index;
    this.candidate = index;
  }

  /** Takes an item from any sibling; true if there was one. */
  boolean takeFromAny(Claim.Taken into) {
    if (mayHaveItems()) {
      for (int victim = after(index); victim != index; victim = after(victim)) {
        if (claims[victim].takeLast(into)) {
          return true;
        }
      }
    }
    return false;
  }

  /** To be called now and then: takes an item from a sibling that is stuck; true if it did. */
  boolean takeFromStuck(Claim.Taken into) {
    if (!mayHaveItems()) {
      return false;
    }
    calls++;
    if (!stuck && calls % CALLS_PER_LOOK != 0) {
      return false;
    }
    Claim claim = claims[candidate];
    stuck = candidate != index && claim.progress() == progressBefore && claim.takeLast(into);
    if (!stuck) {
      candidate = after(candidate);
      progressBefore = claims[candidate].progress();
    }
    return stuck;
  }

  /** Whether a sibling has an item that it has not begun. */
  boolean haveItems() {
    if (mayHaveItems()) {
      for (int victim = after(index); victim != index; victim = after(victim)) {
        if (claims[victim].remaining() > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean mayHaveItems() {
    return station.isShared() && station.hasSharedClaims();
  }

  private int after(int worker) {
    return worker + 1 == claims.length ? 0 : worker + 1;
  }
}
