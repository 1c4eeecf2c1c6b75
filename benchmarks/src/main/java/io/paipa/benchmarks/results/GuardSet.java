package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.List;

/**
 * What the guard measures.
 *
 * @param isShort only what fits into two minutes
 */
record GuardSet(boolean isShort) {
  /** As warm as what is published: cold, the ratios are others, and differ from run to run. */
  static final Pace PACE = Pace.throughput(500);

  private static final Pace SHOTS = Pace.shots(6, 2);

  /** A place each: the engine and the queue pipeline. */
  List<Group> throughput() {
    List<Group> groups = new ArrayList<>();
    for (String topology : isShort ? List.of("1x1", "4x4") : Engines.TOPOLOGIES) {
      for (String source : sources()) {
        groups.add(
            Group.of("PipelineThroughput.through", PACE)
                .with("topology", topology)
                .with("source", source)
                .with("engine", Engines.PAIPA, Engines.QUEUE));
      }
    }
    return groups;
  }

  private String[] sources() {
    return isShort ? new String[] {"iterator"} : new String[] {"iterator", "collection"};
  }

  Group exact(Exact what) {
    Group group = Group.of(what.benchmark(), SHOTS);
    return isShort
        ? group.with("topology", "1x1", "4x4").with("source", sources())
        : group.with("topology", "1x1", "4x4", "16x1").with("source", sources());
  }
}
