package io.paipa.internal.life;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.hop.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of the last step, for a thread that must not wait for them: it looks whether there is
 * one. Used by one thread at a time.
 */
final class PolledResults {
  /** A worker that moves its outbox just now may stand in the way of the first looks. */
  private static final int LOOKS = 16;

  private final Outlet outlet;
  private final ResultsClaim results;
  private final Claim claim;
  private long flushes;
  private boolean ended;

  PolledResults(Hop hop) {
    this.outlet = hop.outlet();
    this.results = new ResultsClaim(hop);
    this.claim = results.claim();
  }

  /** The next output, which stays the next one; null if there is none at this moment. */
  @Nullable Object peek() {
    Object next = claim.peek();
    for (int i = 0; next == null && i < LOOKS && findsMore(); i++) {
      next = claim.peek();
    }
    return next;
  }

  /** Takes what {@link #peek} gave. */
  void remove() {
    claim.take();
  }

  /** How many flushes have come through the last step. What came before them was all taken. */
  long flushes() {
    return flushes;
  }

  /** Whether the sentinel has come, and all before it was taken. */
  boolean haveEnded() {
    return ended;
  }

  private boolean findsMore() {
    return switch (results.fill()) {
      case SLOTS -> true;
      case FENCE -> passFence();
      case NOTHING, CONTENTION -> results.findsPending();
    };
  }

  /** Passes a fence, behind which there may be more; the sentinel stays. */
  private boolean passFence() {
    Marker fence = outlet.fence();
    if (fence == null) {
      return true;
    }
    if (fence.kind() == Marker.Kind.SENTINEL) {
      ended = true;
      return false;
    }
    flushes += fence.kind() == Marker.Kind.FLUSH ? 1 : 0;
    outlet.passFence(fence);
    return true;
  }

  /** After the end of the run: drops what nobody will take any more. */
  void drop() {
    results.drop();
  }
}
