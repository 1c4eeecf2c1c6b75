package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.List;

/**
 * What the guard measures.
 *
 * @param isShort only what fits into two minutes
 */
record GuardSet(boolean isShort) {
  /**
   * What the engine is compared with. It waits by yielding, as the engine does, and batches as it
   * does: what the system makes of its threads in a given hour, it makes of the engine's, too. The
   * queue pipeline parks at every turn: at {@code 1x1} the engine was 23 times as quick one day,
   * and 5 to 15 times another.
   */
  static final String YARDSTICK = Engines.TUNED;

  /**
   * Warm for longer than what is published: cold, the ratios are others, and differ from run to
   * run.
   */
  static final Pace PACE = Pace.throughput(500);

  private static final Pace SHOTS = Pace.shots(6, 2);

  /** A place each: the engine and the yardstick. */
  List<Group> throughput() {
    List<Group> groups = new ArrayList<>();
    for (String topology : isShort ? List.of("1x1", "4x4") : Engines.TOPOLOGIES) {
      for (String source : sources()) {
        groups.add(
            Group.of("PipelineThroughput.through", PACE)
                .with("topology", topology)
                .with("source", source)
                .with("engine", Engines.PAIPA, YARDSTICK));
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
