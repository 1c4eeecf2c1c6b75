package io.paipa.stress.races;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A worker fills the claim with two items, and hands on, as the engine does; another parks. There
 * is a moment at which the items are neither in the ring nor to be taken.
 */
@JCStressTest
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "parked, and left lying")
@Outcome(expect = Expect.ACCEPTABLE, desc = "it sees an item, or is woken")
@State
public class FillAndPark {
  private final Hop hop = Rings.of(4, 0, 2);

  /** Two items are in the ring. */
  public FillAndPark() {
    hop.inlet().tryPublish(1, Rings.OPEN);
    hop.inlet().tryPublish(2, Rings.OPEN);
  }

  /** Fills, and hands on. */
  @Actor
  public void filler() {
    Claim claim = hop.newClaim(1);
    claim.tryBegin();
    hop.outlet().claim(claim, claim.room(4), 0);
    claim.open();
    claim.end();
    VarHandle.fullFence();
    if (claim.remaining() > 1) {
      hop.signal().wakeForMore();
    }
  }

  /**
   * Parks.
   *
   * @param result whether it sees an item
   */
  @Actor
  public void parker(ZZ_Result result) {
    hop.parked().register(0);
    result.r1 = hop.outlet().hasNext() || hop.outlet().unbegun() > 0;
  }

  /**
   * At the end.
   *
   * @param result whether the one that parks was woken
   */
  @Arbiter
  public void arbiter(ZZ_Result result) {
    result.r2 = hop.parked().isWoken(0);
  }
}
