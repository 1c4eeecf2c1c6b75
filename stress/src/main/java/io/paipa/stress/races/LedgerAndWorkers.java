package io.paipa.stress.races;

import io.paipa.StepReport;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.ledger.StepLedger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Somebody reads the ledger, while a worker counts. */
@JCStressTest
@Outcome(
    id = "true, 2",
    expect = Expect.ACCEPTABLE,
    desc = "the counts are right, then and at the end")
@Outcome(expect = Expect.FORBIDDEN, desc = "the ledger does not balance")
@State
public class LedgerAndWorkers {
  private static final int ITEMS = 2;

  private final Hop hop = Rings.of(4, 0, 2);
  private final StepLedger ledger = new StepLedger("step", 2, hop);

  /** Two items. */
  public LedgerAndWorkers() {
    hop.inlet().tryPublish(1, Rings.OPEN);
    hop.inlet().tryPublish(2, Rings.OPEN);
  }

  private void work(int worker) {
    Claim claim = hop.newClaim(1);
    while (claim.tryBegin()) {
      Outlet.Found found = hop.outlet().claim(claim, 1, 0);
      claim.open();
      claim.end();
      if (found == Outlet.Found.NOTHING) {
        return;
      }
      while (claim.take() != null) {
        ledger.worker(worker).done(1);
        ledger.worker(worker).settle(1);
        ledger.worker(worker).settleUp();
      }
    }
  }

  /** Works. */
  @Actor
  public void worker() {
    work(0);
  }

  /**
   * Reads, twice. The sum alone is right by the way it is reckoned.
   *
   * @param result whether no more came than there was, and nothing that was done is undone
   */
  @Actor
  public void reader(ZI_Result result) {
    StepReport before = ledger.report(false, System.nanoTime(), 0);
    StepReport after = ledger.report(false, System.nanoTime(), 0);
    result.r1 = isPossible(before) && isPossible(after) && before.done() <= after.done();
  }

  private static boolean isPossible(StepReport report) {
    long sum = report.done() + report.queued() + report.inHand();
    return report.received() == sum
        && report.received() <= ITEMS
        && report.queued() >= 0
        && report.inHand() >= 0;
  }

  /**
   * At the end.
   *
   * @param result what is done, if all is settled
   */
  @Arbiter
  public void arbiter(ZI_Result result) {
    result.r2 = ledger.isQuiet() ? (int) ledger.report(true, System.nanoTime(), 0).done() : -1;
  }
}
