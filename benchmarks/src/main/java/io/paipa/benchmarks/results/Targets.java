package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The targets of the engine's speed. */
final class Targets {
  private static final String SMALL = "1024";
  private static final String LARGE = "65536";
  private static final String ITERATOR = "iterator";
  private static final String COLLECTION = "collection";
  private static final List<String> LIVES = List.of("1x1", "4x4", "16x16");

  private Targets() {}

  static List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.addAll(queue());
    all.addAll(peers());
    all.addAll(waiting());
    all.addAll(latency());
    all.addAll(costs());
    all.addAll(pools());
    all.add(cluster());
    return all;
  }

  private static List<Target> queue() {
    String mean = "throughput / `arrayBlockingQueue`, geometric mean of the topologies, ";
    String worst = "throughput / `arrayBlockingQueue`, worst topology, ";
    return List.of(
        Target.atLeast(mean + COLLECTION, 20, 9, r -> mean(r, COLLECTION, SMALL, Engines.QUEUE)),
        Target.atLeast(mean + ITERATOR, 10, 5, r -> mean(r, ITERATOR, SMALL, Engines.QUEUE)),
        Target.atLeast(
            worst + COLLECTION, 8, 3, r -> new Ratios(r).worst(COLLECTION, SMALL, Engines.QUEUE)),
        Target.atLeast(
            worst + ITERATOR, 4, 2, r -> new Ratios(r).worst(ITERATOR, SMALL, Engines.QUEUE)));
  }

  private static List<Target> peers() {
    String mean = " geometric mean of the topologies, ";
    List<Target> all = new ArrayList<>();
    all.add(
        Target.atLeast(
                "throughput / best other peer, worst topology, lowest round, iterator",
                1,
                0.9,
                r -> new Ratios(r).worst(ITERATOR, SMALL, Engines.otherPeers(r.about().jdk())))
            .judgedBy(Spread::low));
    for (String[] run :
        new String[][] {{ITERATOR, SMALL}, {COLLECTION, SMALL}, {ITERATOR, LARGE}}) {
      String where = mean + run[0] + ", capacity " + run[1];
      all.add(
          Target.atLeast(
              "throughput / `rawDisruptor`," + where,
              1.5,
              1,
              r -> mean(r, run[0], run[1], Engines.RAW)));
      all.add(
          Target.atLeast(
              "throughput / `tunedDisruptor`," + where,
              1,
              0.8,
              r -> mean(r, run[0], run[1], Engines.TUNED)));
    }
    return all;
  }

  private static Optional<Spread> mean(
      Results results, String source, String capacity, String peer) {
    return new Ratios(results).mean(source, capacity, peer);
  }

  private static List<Target> waiting() {
    return List.of(
        Target.atMost("bytes allocated per item, plain run", 0.1, 0.1, Targets::allocation)
            .judgedBy(Spread::high),
        Target.atLeast(
            "128 blocking workers: share of the same threads without an engine",
            0.98,
            0.95,
            r -> ideal(r, "BlockingSteps.platform")),
        Target.atLeast(
            "10,000 blocking virtual workers: share of the same threads without an engine",
            0.9,
            0.8,
            r -> ideal(r, "BlockingSteps.virtual")),
        Target.atMost(
            "skewed costs: finishing time / simulated list schedule",
            1.05,
            1.1,
            r ->
                r.find("Skewed.finish", "engine", Engines.PAIPA)
                    .map(m -> m.secondary("schedule.ratio"))
                    .map(Metric::spread)),
        Target.atMost(
            "idle, 128 workers: percent of a core",
            0.1,
            0.5,
            r ->
                r.find("Idle.idle", "workers", "128")
                    .map(m -> m.secondary("idle.cpu"))
                    .map(Metric::spread)));
  }

  /** The most of all topologies and sources. */
  private static Optional<Spread> allocation(Results results) {
    return results
        .of("Allocation.through")
        .flatMap(m -> Optional.ofNullable(m.secondary("alloc.item")).stream())
        .map(Metric::spread)
        .max(Comparator.comparingDouble(Spread::high));
  }

  private static Optional<Spread> ideal(Results results, String benchmark) {
    return new Ratios(results).scores(benchmark, Engines.PAIPA, Engines.IDEAL).map(Spread::of);
  }

  private static List<Target> latency() {
    List<Target> all = new ArrayList<>();
    for (String percentile : List.of("p50", "p99")) {
      all.add(latency(percentile, "1", Engines.BUSY_SPIN, Engines.RAW_BUSY_SPIN, 1.05, 1.15));
    }
    for (String hops : List.of("1", "3")) {
      for (String percentile : List.of("p50", "p99")) {
        all.add(latency(percentile, hops, Engines.PAIPA, Engines.QUEUE, 0.5, 0.8));
      }
    }
    return all;
  }

  private static Target latency(
      String percentile, String hops, String ours, String peer, double goal, double floor) {
    String what =
        "latency "
            + percentile
            + " at 100,000/s, hops: "
            + hops
            + ", `"
            + ours
            + "` / `"
            + peer
            + "`";
    String[] at = {"rate", "100000", "hops", hops};
    return Target.atMost(
            what,
            goal,
            floor,
            results ->
                new Ratios(results)
                    .secondary("Latency.send", percentile, ours, peer, at)
                    .map(Spread::of))
        .comparedIf(
            results -> Stream.of(ours, peer).allMatch(e -> Latencies.isSustained(results, e, at)));
  }

  private static List<Target> costs() {
    return List.of(
        Target.atMost(
            "wake-up of an idle line of 3 steps, median / queue pipeline",
            1,
            1.1,
            r ->
                new Ratios(r)
                    .secondary("WakeUp.put", "wakeup.p50", Engines.PAIPA, Engines.QUEUE)
                    .map(Spread::of)),
        Target.atLeast(
            "steps of 1,000 tokens: throughput / parallel stream",
            0.97,
            0.95,
            r -> stream(r, "StepCost.tokens1000")),
        Target.atLeast(
            "steps of 10,000 tokens: throughput / parallel stream",
            0.99,
            0.98,
            r -> stream(r, "StepCost.tokens10000")),
        Target.atMost(
            "start, one item, stop / threads and queues, worst topology", 1.2, 1.5, Targets::life));
  }

  private static List<Target> pools() {
    return Engines.POOL_WAITING.stream()
        .map(
            waiting ->
                Target.atLeast(
                    "raw ring: events / `WorkerPool` of the Disruptor 3, worst shape, waiting: "
                        + waiting,
                    1.1,
                    1,
                    r -> worstPool(r, waiting)))
        .toList();
  }

  private static Target cluster() {
    return Target.atMost(
        "two steps on a cluster's member: processor time an item / two map vertices of Jet's",
        1.3,
        1.3,
        r ->
            new Ratios(r)
                .secondary(
                    "ClusterCost.through", Measurement.CPU, Engines.CLUSTER, Engines.JET_VERTICES)
                .map(Spread::of));
  }

  private static Optional<Spread> worstPool(Results results, String waiting) {
    return Engines.POOL_SHAPES.stream()
        .flatMap(
            shape ->
                new Ratios(results)
                        .scores(
                            "WorkerPools.through",
                            Engines.PAIPA,
                            Engines.DISRUPTOR_3,
                            "shape",
                            shape,
                            "waiting",
                            waiting)
                        .stream())
        .map(Spread::of)
        .min(Comparator.comparingDouble(Spread::median));
  }

  private static Optional<Spread> stream(Results results, String benchmark) {
    return new Ratios(results).scores(benchmark, Engines.PAIPA, Engines.STREAM).map(Spread::of);
  }

  private static Optional<Spread> life(Results results) {
    return LIVES.stream()
        .flatMap(
            topology ->
                new Ratios(results)
                        .scores(
                            "StartStop.live", Engines.PAIPA, Engines.QUEUE, "topology", topology)
                        .stream())
        .map(Spread::of)
        .max(Comparator.comparingDouble(Spread::median));
  }
}
