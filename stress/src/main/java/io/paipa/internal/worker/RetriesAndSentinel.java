package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.ledger.StepLedger;
import io.paipa.internal.loop.Workforce;
import io.paipa.internal.platform.TimeSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** An item is put back and settled, while another worker looks whether the sentinel may pass. */
@JCStressTest
@Outcome(id = "false, .*", expect = Expect.ACCEPTABLE, desc = "the sentinel waits")
@Outcome(expect = Expect.FORBIDDEN, desc = "the sentinel overtakes an item that was put back")
@State
public class RetriesAndSentinel {
  private final Hop hop =
      Hop.create(4, new Hop.Producers(false, 0), 2, null, new Workforce(), TimeSource.SYSTEM);
  private final StepLedger ledger = new StepLedger("step", 2, hop);
  private final RetryQueue retries = new RetryQueue(4, false, 0, 2);

  /** An item is in work, and the sentinel behind it. */
  public RetriesAndSentinel() {
    hop.inlet().tryPublish(1, () -> null);
    hop.inlet().tryPublish(Marker.SENTINEL, () -> null);
    Claim claim = hop.newClaim(1);
    claim.tryBegin();
    hop.outlet().claim(claim, 1, 0);
  }

  /** Puts it back: another item, that is due at once. */
  @Actor
  public void worker() {
    ledger.reenqueue();
    retries.putBack(Attempt.first(2, Attempt.NO_PLACE), 0);
    ledger.worker(0).settle(1);
    ledger.worker(0).settleUp();
  }

  /**
   * At the fence.
   *
   * @param result whether all is done, and whether the item waits
   */
  @Actor
  public void atTheFence(ZZ_Result result) {
    result.r1 = hop.outlet().fence() != null && ledger.isQuiet();
    result.r2 = retries.isDue(1);
  }
}
