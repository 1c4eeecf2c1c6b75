package io.paipa.cluster;

import io.paipa.PipelineDefinition;
import io.paipa.StepDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A pipeline, and which of its steps are there once in the cluster.
 *
 * @param pipeline as its user described it
 * @param clusterWide names of steps
 */
record Definition(PipelineDefinition<?, ?> pipeline, Set<String> clusterWide) {
  String name() {
    return pipeline.name();
  }

  List<StepDefinition> steps() {
    return pipeline.steps();
  }

  boolean isClusterWide(StepDefinition step) {
    return clusterWide.contains(step.name());
  }

  Duration terminationTimeout() {
    return pipeline.terminationTimeout();
  }

  /** Where an error is, in a message. */
  String where() {
    return "pipeline '" + name() + "'";
  }

  /** Where an error is, in a message. */
  String where(StepDefinition step) {
    return where() + ", step '" + step.name() + "'";
  }

  /** Whether the last step has no outputs. */
  boolean endsInSink() {
    StepDefinition last = steps().get(steps().size() - 1);
    return (last instanceof StepDefinition.OfItems items
            && items.kind() == StepDefinition.OfItems.Kind.SINK)
        || (last instanceof StepDefinition.Async async && async.isSink());
  }
}
