package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import io.paipa.Report;
import io.paipa.StepReport;

/** Looks at reports of a pipeline that may be running. */
final class Watcher {
  private final Problems problems;

  Watcher(Problems problems) {
    this.problems = problems;
  }

  void look(Pipeline<?, ?> pipeline) {
    Report report = pipeline.report();
    for (StepReport step : report.steps()) {
      long sum =
          step.done()
              + step.skipped()
              + step.deadLettered()
              + step.failed()
              + step.abandoned()
              + step.queued()
              + step.inHand();
      problems.ledgerUnless(step.received() == sum, "while it runs: " + step);
      problems.ledgerUnless(step.queued() >= 0 && step.inHand() >= 0, "while it runs: " + step);
    }
  }
}
