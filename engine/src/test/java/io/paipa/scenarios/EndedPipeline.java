package io.paipa.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.StepReport;

/** What is to be seen of a pipeline that has ended. */
final class EndedPipeline {
  private EndedPipeline() {}

  static void assertEnded(Pipeline<?, ?> pipeline) throws InterruptedException {
    assertThat(pipeline.isAlive()).isFalse();
    Ledger.assertBalanced(pipeline.report());
    LeftThreads.assertNone(pipeline.name());
  }

  static StepReport step(Pipeline<?, ?> pipeline, String name) {
    return pipeline.report().steps().stream()
        .filter(step -> step.stepName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
