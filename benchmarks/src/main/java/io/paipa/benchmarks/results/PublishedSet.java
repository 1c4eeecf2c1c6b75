package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final double QUICK_WARM_UP = 5;
  private static final double LATENCY = 2;
  private static final double IDLE = 20;
  private static final int FEW_ROUNDS = 3;

  /**
   * Whose rounds differ so much that the median of a few says little, and what is judged closely.
   */
  private static final Set<String> MANY_ROUNDS =
      Set.of(
          "PipelineThroughput",
          "StepCost",
          "WorkerPools",
          "Latency",
          "StartStop",
          "CoroutineThroughput",
          "BlockingSteps",
          "Catalogue");

  /**
   * How many rounds a class has.
   *
   * @param rounds how many those have that need most
   */
  static int rounds(String benchmark, int rounds) {
    return MANY_ROUNDS.contains(benchmark) ? rounds : Math.min(rounds, FEW_ROUNDS);
  }

  /** The groups of each class, in the order in which they run. */
  Map<String, List<Group>> byClass() {
    return Stream.of(
            lives(),
            costs(),
            recipes(),
            waiting(),
            pools(),
            cluster(),
            catalogue(),
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
  private Pace warmPace() {
    return pace(6, 4);
  }

  private Pace pace(int warmUps, int iterations) {
    return new Pace(warmUps, millis(seconds * WARM_UP), iterations, millis(seconds));
  }

  private static long millis(double seconds) {
    return Math.max(1, Math.round(seconds * 1_000));
  }

  /** The quick engines are warm after some seconds, the slow ones at once. */
  private List<Group> throughput() {
    Pace quick = new Pace(1, millis(seconds * QUICK_WARM_UP), 2, millis(seconds));
    Pace slow = new Pace(1, millis(seconds), 2, millis(seconds));
    List<Group> groups = new ArrayList<>();
    for (String topology : Engines.TOPOLOGIES) {
      for (String source : List.of("iterator", "collection")) {
        boolean isDrawn = source.equals("iterator");
        Stream<String> slowOnes =
            Stream.concat(
                Stream.of(Engines.QUEUE),
                isDrawn ? Engines.otherPeers(jdk).stream() : Stream.empty());
        boolean limits = isDrawn || topology.equals("1x1");
        String[] quickOnes =
            Stream.concat(
                    Stream.of(Engines.PAIPA, Engines.TUNED),
                    limits ? Stream.of(Engines.LIMIT) : Stream.empty())
                .toArray(String[]::new);
        groups.add(throughput(topology, source, quick, quickOnes));
        groups.add(throughput(topology, source, slow, slowOnes.toArray(String[]::new)));
      }
    }
    return groups;
  }

  private static Group throughput(String topology, String source, Pace pace, String... engines) {
    return Group.of("PipelineThroughput.through", pace)
        .with("topology", topology)
        .with("source", source)
        .with("capacity", "1024")
        .with("engine", engines);
  }

  private List<Group> costs() {
    return Stream.of("tokens100", "tokens1000", "tokens10000")
        .map(tokens -> Group.of("StepCost." + tokens, pace()))
        .map(group -> group.with("engine", Engines.PAIPA, Engines.QUEUE, Engines.STREAM))
        .toList();
  }

  private List<Group> recipes() {
    return Stream.of("recipe", "stream")
        .map(name -> Group.of("CoroutineThroughput." + name, pace()).with("steps", "2", "8"))
        .toList();
  }

  private List<Group> waiting() {
    Pace shot = Pace.shots(1, 1);
    List<Group> groups = new ArrayList<>();
    String[] engines = {Engines.PAIPA, Engines.QUEUE, Engines.IDEAL};
    Pace pace = new Pace(2, 1, 4, 1);
    groups.add(Group.of("BlockingSteps.platform", pace).with("engine", engines));
    if (Engines.hasVirtualThreads(jdk)) {
      groups.add(Group.of("BlockingSteps.virtual", pace).with("engine", engines));
    }
    groups.add(
        Group.of("Skewed.finish", shot).with("engine", Engines.PAIPA, Engines.QUEUE, "greedy"));
    groups.add(
        Group.of("Idle.idle", Pace.shots(0, 1))
            .with("seconds", String.valueOf(IDLE * seconds))
            .with("workers", "128"));
    return groups;
  }

  private List<Group> pools() {
    List<Group> groups = new ArrayList<>();
    for (String shape : Engines.POOL_SHAPES) {
      for (String waiting : Engines.POOL_WAITING) {
        groups.add(
            Group.of("WorkerPools.through", pace(1, 2))
                .with("shape", shape)
                .with("waiting", waiting)
                .with("engine", Engines.PAIPA, Engines.DISRUPTOR_3));
      }
    }
    return groups;
  }

  /** Jobs of a second or two, after which most of Jet is compiled. */
  private static List<Group> cluster() {
    return List.of(
        Group.of("ClusterCost.through", Pace.shots(4, 3))
            .with("engine", Engines.CLUSTER, Engines.JET_VERTICES));
  }

  /** So many shots before: the engine has more code to compile than queues have. */
  private static List<Group> catalogue() {
    return List.of(
        Group.of("Catalogue.catalogue", Pace.shots(40, 10))
            .with("engine", Engines.PAIPA, Engines.QUEUE, Engines.QUEUE_ONE_WRITER));
  }

  private List<Group> latency() {
    String[] parking = {Engines.PAIPA, Engines.RAW_BLOCKING, Engines.QUEUE};
    return List.of(
        latency("10000", "1", parking),
        latency(
            "100000",
            "1",
            Engines.PAIPA,
            Engines.RAW_BLOCKING,
            Engines.QUEUE,
            Engines.BUSY_SPIN,
            Engines.RAW_BUSY_SPIN),
        latency("100000", "3", parking));
  }

  private Group latency(String rate, String hops, String... engines) {
    return Group.of("Latency.send", Pace.shots(2, 2))
        .with("seconds", String.valueOf(LATENCY * seconds))
        .with("rate", rate)
        .with("hops", hops)
        .with("engine", engines);
  }

  private List<Group> lives() {
    List<Group> groups = new ArrayList<>();
    for (String topology : List.of("1x1", "4x4", "16x16")) {
      groups.add( // both get quicker for some seconds, as their code is compiled
          Group.of("StartStop.live", pace(10, 4))
              .with("topology", topology)
              .with("engine", Engines.PAIPA, Engines.QUEUE));
    }
    groups.add(Group.of("WakeUp.put", warmPace()).with("engine", Engines.PAIPA, Engines.QUEUE));
    groups.add(
        Group.of("Allocation.through", Pace.shots(5, 2))
            .with("topology", Engines.TOPOLOGIES.toArray(String[]::new))
            .with("source", "iterator", "collection"));
    return groups;
  }
}
