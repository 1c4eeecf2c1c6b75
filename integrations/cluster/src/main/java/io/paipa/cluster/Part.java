package io.paipa.cluster;

import io.paipa.StepDefinition;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Steps that run together, as one vertex of the job: on each member, or in one place of the
 * cluster. Travels to the members. Immutable.
 *
 * @param pipelineName the pipeline
 * @param line tells the parts of one use of the pipeline from those of another
 * @param index its place among the parts, from 0
 * @param count how many parts there are
 * @param steps the steps, with all their options
 * @param isClusterWide whether all items go to the same place
 * @param terminationTimeout how long to wait for user code that ignores interrupts
 */
record Part(
    String pipelineName,
    String line,
    int index,
    int count,
    ArrayList<StepDefinition> steps,
    boolean isClusterWide,
    Duration terminationTimeout)
    implements Serializable {
  /** A pipeline, cut before and behind each step that is there once in the cluster. */
  static List<Part> of(Definition pipeline) {
    List<ArrayList<StepDefinition>> cut = new ArrayList<>();
    boolean goesOn = false;
    for (StepDefinition step : pipeline.steps()) {
      boolean isAlone = pipeline.isClusterWide(step);
      if (isAlone || !goesOn) {
        cut.add(new ArrayList<>());
      }
      cut.get(cut.size() - 1).add(step);
      goesOn = !isAlone;
    }
    String line = UUID.randomUUID().toString();
    List<Part> parts = new ArrayList<>();
    for (ArrayList<StepDefinition> steps : cut) {
      parts.add(
          new Part(
              pipeline.name(),
              line,
              parts.size(),
              cut.size(),
              steps,
              pipeline.isClusterWide(steps.get(0)),
              pipeline.terminationTimeout()));
    }
    return parts;
  }

  /** The vertex's name. */
  String vertexName() {
    return pipelineName + "-" + index;
  }
}
