package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The ledger's promise, checked on a final report. */
public final class LedgerAssert {
  private LedgerAssert() {}

  /** Every step accounts for what it received, and received what the one before emitted. */
  public static Report assertBalanced(Pipeline<?, ?> pipeline) {
    Report report = pipeline.report();
    List<StepReport> steps = report.steps();
    for (int i = 0; i < steps.size(); i++) {
      StepReport step = steps.get(i);
      assertThat(step.received())
          .as("received by %s", step)
          .isEqualTo(
              step.done()
                  + step.skipped()
                  + step.deadLettered()
                  + step.failed()
                  + step.abandoned());
      assertThat(step.queued() + step.inHand()).as("left in %s", step).isZero();
      long came =
          i == 0
              ? report.accepted() - report.abandonedBeforeFirstStep()
              : steps.get(i - 1).emitted();
      assertThat(step.received() - step.reenqueued()).as("what came to %s", step).isEqualTo(came);
    }
    return report;
  }

  /** Besides, nothing was left behind. */
  public static Report assertNothingAbandoned(Pipeline<?, ?> pipeline) {
    Report report = assertBalanced(pipeline);
    assertThat(report.abandonedBeforeFirstStep()).isZero();
    assertThat(report.steps()).allSatisfy(step -> assertThat(step.abandoned()).isZero());
    return report;
  }
}
