package io.paipa.stress.races;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.ledger.StepLedger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A worker takes an item and is done with it; another finds the fence behind it. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "the fence did not wait")
@Outcome(expect = Expect.ACCEPTABLE, desc = "the fence waits, or the item is done")
@State
public class FenceAndClaims {
  private final Hop hop = Rings.of(4, 0, 2);
  private final StepLedger ledger = new StepLedger("step", 2, hop);
  private boolean done;

  /** An item, and a fence behind it. */
  public FenceAndClaims() {
    hop.inlet().tryPublish(1, Rings.OPEN);
    hop.inlet().tryPublish(Marker.SENTINEL, Rings.OPEN);
  }

  /** Works on the item. */
  @Actor
  public void worker() {
    Claim claim = hop.newClaim(1);
    claim.tryBegin();
    if (hop.outlet().claim(claim, 2, 0) == Outlet.Found.SLOTS) {
      claim.open();
      claim.end();
      claim.take();
      done = true;
      ledger.worker(0).settle(1);
      ledger.worker(0).settleUp();
    }
  }

  /**
   * Looks at the fence.
   *
   * @param result whether it may pass, and whether the item is done
   */
  @Actor
  public void atTheFence(ZZ_Result result) {
    if (hop.outlet().fence() != null) {
      java.lang.invoke.VarHandle.fullFence();
      result.r1 = ledger.isQuiet();
      result.r2 = done;
    }
  }

  /** Nothing is left to do. */
  @Arbiter
  public void arbiter(ZZ_Result result) {}
}
