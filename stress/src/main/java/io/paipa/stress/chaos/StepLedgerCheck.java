package io.paipa.stress.chaos;

import io.paipa.StepReport;

/** Compares the ledger of a step with what its code saw. */
final class StepLedgerCheck {
  private final StepSpec spec;
  private final StepProbe probe;
  private final StepReport report;
  private final Problems problems;

  StepLedgerCheck(StepSpec spec, StepProbe probe, StepReport report, Problems problems) {
    this.spec = spec;
    this.probe = probe;
    this.report = report;
    this.problems = problems;
  }

  /** {@code came}: what the step before put out; loose: workers may have gone at any moment. */
  void check(long came, boolean clean, boolean loose) {
    long sum =
        report.done()
            + report.skipped()
            + report.deadLettered()
            + report.failed()
            + report.abandoned();
    holds(report.received() == sum, "received is not the sum");
    holds(report.queued() == 0 && report.inHand() == 0, "something is left");
    holds(report.received() - report.reenqueued() == came, came + " came from the step before");
    holds(!clean || report.abandoned() == 0, "completed, and abandoned some");
    holds(!clean || report.failed() == 0, "completed, and some failed");
    if (spec.kind() == StepSpec.Kind.CHUNK) {
      long unfit = probe.failures.sum();
      holds(!clean || report.skipped() + report.deadLettered() == unfit, unfit + " were unfit");
      holds(report.retried() == 0, "a chunk step has retried");
    }
    if (!spec.isProbed() || spec.kind() == StepSpec.Kind.FLATTEN || loose) {
      return;
    }
    equal("came back", report.reenqueued(), probe.cameBack.sum(), clean);
    if (spec.timeoutMillis() > 0) {
      return; // what its code thinks is done, or put back, may have been too late
    }
    equal("reenqueued", report.reenqueued(), probe.reenqueued.sum(), clean);
    equal("retried", report.retried(), probe.retries.sum(), true);
    equal("dead-lettered", report.deadLettered(), probe.deadLetters.sum(), true);
    long skips = probe.skips.sum();
    if (spec.policy() == StepSpec.Policy.SKIP) {
      holds(
          report.skipped() >= skips || (!clean && spec.rarity().inFlight() > 0),
          skips + " were skipped by the code");
      holds(report.skipped() <= skips + probe.failures.sum(), "more were skipped than failed");
    } else {
      // An end may come between what the code says and what its stage tells.
      equal("skipped", report.skipped(), skips, clean || spec.rarity().inFlight() == 0);
    }
    equal("done", report.done(), probe.dones.sum(), clean);
    holds(report.done() <= probe.dones.sum(), "more are done than the code did");
    long cutOff = probe.dones.sum() - report.done();
    holds(cutOff <= mayBeCutOff(), cutOff + " that the code did are not done");
    holds(!clean || report.received() == probe.distinct(), probe.distinct() + " were seen");
    holds(report.received() >= probe.distinct(), probe.distinct() + " were seen");
  }

  /**
   * What an end may cut off: of each worker an item whose outputs wait, and what is put in order.
   */
  private long mayBeCutOff() {
    boolean mayOvertake = spec.workers() > 1 || spec.rarity().inFlight() > 1;
    boolean reorders = spec.ordered() && mayOvertake;
    boolean keeps = reorders || (spec.workers() == 1 && spec.delayMicros() > 0);
    return spec.workers()
        + spec.rarity().inFlight()
        + (keeps ? places() + probe.reenqueued.sum() : 0);
  }

  /** What may be open: as much as the ring holds, and an item for each worker at least. */
  private int places() {
    return Math.max(spec.capacity(), Integer.highestOneBit(2 * spec.workers() - 1));
  }

  private void equal(String what, long reported, long seen, boolean matters) {
    holds(!matters || reported == seen, what + ": " + reported + ", but " + seen + " were seen");
  }

  private void holds(boolean condition, String text) {
    problems.ledgerUnless(condition, text + ": " + report);
  }
}
