package io.paipa.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Report;
import io.paipa.StepReport;
import java.util.List;

/** Checks that no item of an ended pipeline got lost, and none was counted twice. */
final class Ledger {
  private Ledger() {}

  static void assertBalanced(Report report) {
    report.steps().forEach(Ledger::assertBalanced);

    List<StepReport> steps = report.steps();
    assertThat(report.accepted())
        .as("accepted by %s", report.pipelineName())
        .isEqualTo(received(steps.get(0)) + report.abandonedBeforeFirstStep());
    for (int next = 1; next < steps.size(); next++) {
      assertThat(received(steps.get(next)))
          .as("received by %s from the step before", steps.get(next).stepName())
          .isEqualTo(steps.get(next - 1).emitted());
    }
  }

  private static void assertBalanced(StepReport step) {
    assertThat(step.queued()).as("queued at %s", step.stepName()).isZero();
    assertThat(step.inHand()).as("in hand at %s", step.stepName()).isZero();
    assertThat(step.received())
        .as("received by %s", step.stepName())
        .isEqualTo(
            step.done() + step.skipped() + step.deadLettered() + step.failed() + step.abandoned());
  }

  /** What came from outside the step. */
  private static long received(StepReport step) {
    return step.received() - step.reenqueued();
  }
}
