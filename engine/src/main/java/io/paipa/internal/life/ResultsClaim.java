package io.paipa.internal.life;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.hop.OwnClaim;
import java.lang.invoke.VarHandle;

/**
 * What was claimed from the hop behind the last step, by the one thread that takes from there. Used
 * by one thread at a time.
 */
final class ResultsClaim {
  private static final int CLAIM_AT_MOST = 64;

  private final Outlet outlet;
  private final Claim claim;
  private int look;

  ResultsClaim(Hop hop) {
    this.outlet = hop.outlet();
    this.claim = new OwnClaim(Math.min(CLAIM_AT_MOST, hop.inlet().capacity()));
  }

  /** What is claimed, and not taken yet. */
  Claim claim() {
    return claim;
  }

  /**
   * Claims what is there, once all that was claimed is taken. It may all have been void slots: then
   * the claim is empty.
   */
  Outlet.Found fill() {
    claim.tryBegin(); // nobody else fills it, and it is empty
    Outlet.Found found = outlet.claim(claim, claim.size(), look++);
    if (found == Outlet.Found.SLOTS) {
      claim.open();
      VarHandle.fullFence(); // before the look whether a producer waits for room
      outlet.wakeProducers();
    }
    return found;
  }

  /** Whether an outbox holds something; then the next look is into that one. */
  boolean findsPending() {
    int pending = outlet.lookForPending();
    if (pending >= 0) {
      look = pending;
    }
    return pending >= 0;
  }

  /** Drops what nobody will take any more. All producers are the pipeline's own, and gone. */
  void drop() {
    claim.forget();
    outlet.drain(System.nanoTime());
  }
}
