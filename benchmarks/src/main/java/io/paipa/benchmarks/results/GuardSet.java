package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.List;

/**
 * What the guard measures.
 *
 * @param isShort only what fits into two minutes
 */
record GuardSet(boolean isShort) {
  private static final Pace PACE = new Pace(2, 500, 3, 300);
  private static final Pace SHOTS = Pace.shots(6, 2);

  /** A place each: the engine and the queue pipeline. */
  List<Group> throughput() {
    List<Group> groups = new ArrayList<>();
    for (String topology : isShort ? List.of("1x1", "4x4") : Engines.TOPOLOGIES) {
      for (String source : List.of("iterator", "collection")) {
        groups.add(
            Group.of("PipelineThroughput.through", PACE)
                .with("topology", topology)
                .with("source", source)
                .with("engine", Engines.PAIPA, Engines.QUEUE));
      }
    }
    return groups;
  }

  Group allocation() {
    Group group = Group.of("Allocation.through", SHOTS);
    return isShort
        ? group.with("topology", "1x1", "4x4").with("source", "iterator")
        : group.with("topology", "1x1", "4x4", "16x1").with("source", "iterator", "collection");
  }
}
