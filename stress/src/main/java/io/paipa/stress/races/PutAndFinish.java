package io.paipa.stress.races;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.hop.Outlet;
import java.util.concurrent.CancellationException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A producer puts, while somebody finishes and sends the sentinel. */
@JCStressTest
@Outcome(id = "put before the sentinel", expect = Expect.ACCEPTABLE, desc = "in time")
@Outcome(id = "refused", expect = Expect.ACCEPTABLE, desc = "too late, and told so")
@Outcome(expect = Expect.FORBIDDEN, desc = "an item behind the sentinel, or lost")
@State
public class PutAndFinish {
  private final Hop hop = Rings.of(4, 0, 1);
  private volatile boolean finished;
  private boolean put;

  /** Puts. */
  @Actor
  public void producer() {
    try {
      put = hop.inlet().tryPublish(1, () -> finished ? new CancellationException() : null);
    } catch (CancellationException e) {
      put = false;
    }
  }

  /** Finishes. */
  @Actor
  public void finisher() {
    finished = true;
    hop.inlet().tryPublish(Marker.SENTINEL, Rings.OPEN);
  }

  /**
   * Looks into the ring.
   *
   * @param result where the item is
   */
  @Arbiter
  public void arbiter(L_Result result) {
    Claim claim = hop.newClaim(1);
    claim.tryBegin();
    boolean before = false;
    Outlet.Found found = hop.outlet().claim(claim, 4, 0);
    if (found == Outlet.Found.SLOTS) {
      claim.open();
      before = claim.take() != null;
    }
    boolean behind = hop.outlet().fence() != null && hop.outlet().depth() > 0;
    result.r1 =
        behind ? "behind" : before == put ? (put ? "put before the sentinel" : "refused") : "lost";
  }
}
