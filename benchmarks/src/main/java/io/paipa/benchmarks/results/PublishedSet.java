package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is published: enough for the targets and the charts, and no more, since a set that takes
 * hours is not run.
 *
 * @param jdk on which it runs
 * @param seconds of one measured iteration of a throughput
 */
record PublishedSet(int jdk, double seconds) {
  private static final double WARM_UP = 1.5;
  private static final double LATENCY = 2;
  private static final double IDLE = 20;
  private static final String[] LATENCY_ENGINES = {
    Engines.PAIPA, Engines.BUSY_SPIN, Engines.QUEUE, Engines.RAW_BUSY_SPIN, "rawDisruptorBlocking"
  };

  /** The groups of each class, in the order in which they run. */
  Map<String, List<Group>> byClass() {
    return Stream.of(
            lives(),
            costs(),
            features(),
            waiting(),
            pools(),
            flow(),
            cluster(),
            latency(),
            throughput())
        .flatMap(List::stream)
        .collect(Collectors.groupingBy(Group::file, LinkedHashMap::new, Collectors.toList()));
  }

  private Pace pace() {
    return pace(2, 3);
  }

  /**
   * Where most of the code runs once or twice in an invocation, and takes long to be compiled; and
   * where what is compared differs by no more than two iterations of the same do.
   */
  private Pace warmPace(int warmUps) {
    return pace(warmUps, 6);
  }

  private Pace pace(int warmUps, int iterations) {
    return new Pace(warmUps, millis(seconds * WARM_UP), iterations, millis(seconds));
  }

  private static long millis(double seconds) {
    return Math.max(1, Math.round(seconds * 1_000));
  }

  private List<Group> throughput() {
    List<Group> groups = new ArrayList<>();
    for (String topology : Engines.TOPOLOGIES) {
      Group group =
          Group.of("PipelineThroughput.through", Pace.throughput(millis(seconds)))
              .with("topology", topology);
      Group iterator = group.with("source", "iterator");
      groups.add(iterator.with("capacity", "1024").with("engine", Engines.all(jdk)));
      groups.add(
          iterator
              .with("capacity", "65536")
              .with("engine", Engines.PAIPA, Engines.RAW, Engines.TUNED));
      groups.add(
          group
              .with("source", "collection")
              .with("capacity", "1024")
              .with("engine", Engines.PAIPA, Engines.QUEUE, Engines.RAW, Engines.TUNED));
    }
    return groups;
  }

  private List<Group> costs() {
    return List.of(
        cost("tokens0", pace()),
        cost("tokens100", pace()),
        cost("tokens1000", warmPace(6)),
        cost("tokens10000", warmPace(6)));
  }

  private static Group cost(String tokens, Pace pace) {
    return Group.of("StepCost." + tokens, pace)
        .with("engine", Engines.PAIPA, Engines.QUEUE, "executor", Engines.STREAM);
  }

  private List<Group> features() {
    return List.of(
        Group.of("Ordered.through", pace()),
        Group.of("Chunked.through", pace()),
        Group.of("Retried.through", pace()),
        Group.of("Ledgered.through", pace()));
  }

  private List<Group> waiting() {
    Pace shot = Pace.shots(1, 1);
    List<Group> groups = new ArrayList<>();
    String[] engines = {Engines.PAIPA, Engines.QUEUE, Engines.IDEAL};
    Pace pace = new Pace(2, 1, 6, 1);
    groups.add(Group.of("BlockingSteps.platform", pace).with("engine", engines));
    if (Engines.hasVirtualThreads(jdk)) {
      groups.add(Group.of("BlockingSteps.virtual", pace).with("engine", engines));
    }
    groups.add(
        Group.of("Skewed.finish", shot).with("engine", Engines.PAIPA, Engines.QUEUE, "greedy"));
    groups.add(
        Group.of("Idle.idle", Pace.shots(0, 1))
            .with("seconds", String.valueOf(IDLE * seconds))
            .with("workers", "1", "128", "1024"));
    return groups;
  }

  private List<Group> pools() {
    List<Group> groups = new ArrayList<>();
    for (String shape : Engines.POOL_SHAPES) {
      for (String waiting : Engines.POOL_WAITING) {
        groups.add(
            Group.of("WorkerPools.through", warmPace(4))
                .with("shape", shape)
                .with("waiting", waiting)
                .with("engine", Engines.PAIPA, Engines.DISRUPTOR_3));
      }
    }
    return groups;
  }

  private static List<Group> flow() {
    return List.of(
        Group.of("FlowCost.through", Pace.shots(6, 6))
            .with(
                "ends", "iterators", "subscriber", "publisher", "publisherOneByOne", "processor"));
  }

  /** Jobs of a second or two, after which most of Jet is compiled. */
  private static List<Group> cluster() {
    return List.of(
        Group.of("ClusterCost.through", Pace.shots(4, 4))
            .with("engine", Engines.CLUSTER, Engines.JET_VERTICES, "jetFused", "paipaAlone"));
  }

  private List<Group> latency() {
    List<Group> groups = new ArrayList<>();
    groups.add(latency("10000", "1", LATENCY_ENGINES));
    groups.add(latency("1000000", "1", LATENCY_ENGINES));
    String[] all =
        Stream.concat(Stream.of(LATENCY_ENGINES), Stream.of("paipaYielding", "paipaBackoff"))
            .toArray(String[]::new);
    groups.add(latency("100000", "1", all));
    groups.add(latency("100000", "3", all));
    return groups;
  }

  private Group latency(String rate, String hops, String... engines) {
    return Group.of("Latency.send", Pace.shots(3, 2))
        .with("seconds", String.valueOf(LATENCY * seconds))
        .with("rate", rate)
        .with("hops", hops)
        .with("engine", engines);
  }

  private List<Group> lives() {
    List<Group> groups = new ArrayList<>();
    for (String topology : List.of("1x1", "4x4", "16x16")) {
      groups.add(
          Group.of("StartStop.live", warmPace(20))
              .with("topology", topology)
              .with("engine", Engines.PAIPA, Engines.QUEUE));
    }
    groups.add(Group.of("WakeUp.put", warmPace(6)).with("engine", Engines.PAIPA, Engines.QUEUE));
    groups.add(
        Group.of("Allocation.through", Pace.shots(5, 2))
            .with("topology", Engines.TOPOLOGIES.toArray(String[]::new))
            .with("source", "iterator", "collection"));
    return groups;
  }
}
