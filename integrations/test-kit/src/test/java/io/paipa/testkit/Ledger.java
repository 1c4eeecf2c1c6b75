package io.paipa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Report;
import io.paipa.StepReport;
import java.util.List;

/** The ledger's promise, checked on the report of a pipeline that has ended. */
final class Ledger {
  private Ledger() {}

  /** Every step accounts for what it received, and received what the one before emitted. */
  static Report assertBalanced(PipelineTest<?, ?> test) {
    Report report = test.report();
    List<StepReport> steps = report.steps();
    long came = report.accepted() - report.abandonedBeforeFirstStep();
    for (StepReport step : steps) {
      assertThat(step.received() - step.reenqueued()).as("what came to %s", step).isEqualTo(came);
      assertThat(step.received())
          .as("received by %s", step)
          .isEqualTo(
              step.done()
                  + step.skipped()
                  + step.deadLettered()
                  + step.failed()
                  + step.abandoned());
      assertThat(step.queued() + step.inHand()).as("left in %s", step).isZero();
      came = step.emitted();
    }
    return report;
  }

  /** Finishes the pipeline, which leaves nothing behind. */
  static Report assertFinishes(PipelineTest<?, ?> test) {
    test.finish();
    assertThat(test.pipeline().isAlive()).as("alive").isFalse();
    Report report = assertBalanced(test);
    assertThat(report.abandonedBeforeFirstStep()).isZero();
    assertThat(report.steps()).allSatisfy(step -> assertThat(step.abandoned()).isZero());
    return report;
  }
}
