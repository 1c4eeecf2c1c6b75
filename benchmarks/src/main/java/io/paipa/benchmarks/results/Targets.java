package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The targets of the engine's speed. */
final class Targets {
  private static final String SMALL = "1024";
  private static final String ITERATOR = "iterator";
  private static final String COLLECTION = "collection";
  private static final List<String> LIVES = List.of("1x1", "4x4", "16x16");

  private Targets() {}

  static List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.addAll(throughput());
    all.addAll(waiting());
    all.addAll(latency());
    all.addAll(costs());
    all.addAll(recipes());
    all.addAll(pools());
    all.add(cluster());
    all.add(catalogue());
    return all;
  }

  private static List<Target> throughput() {
    String mean = "throughput / `arrayBlockingQueue`, geometric mean of the topologies, ";
    String worst = "throughput / `arrayBlockingQueue`, worst topology, ";
    String limit = "throughput / `limit`, 1x1, ";
    String tuned = "throughput / `tunedDisruptor`, worst topology, ";
    return List.of(
        Target.atLeast(mean + COLLECTION, 15, 9, r -> overQueue(r, COLLECTION)),
        Target.atLeast(mean + ITERATOR, 12, 8, r -> overQueue(r, ITERATOR)),
        Target.atLeast(worst + COLLECTION, 8, 3, r -> overQueueAtWorst(r, COLLECTION)),
        Target.atLeast(worst + ITERATOR, 4, 2, r -> overQueueAtWorst(r, ITERATOR)),
        Target.atLeast(limit + COLLECTION, 0.75, 0.6, r -> overLimit(r, COLLECTION)),
        Target.atLeast(limit + ITERATOR, 0.75, 0.6, r -> overLimit(r, ITERATOR)),
        Target.atLeast(tuned + COLLECTION, 1.1, 1, r -> overTuned(r, COLLECTION)),
        Target.atLeast(tuned + ITERATOR, 1.1, 1, r -> overTuned(r, ITERATOR)),
        Target.atLeast(
                "throughput / best other peer, worst topology, lowest round, iterator",
                1,
                0.9,
                r -> new Ratios(r).worst(ITERATOR, SMALL, Engines.otherPeers(r.about().jdk())))
            .judgedBy(Spread::low));
  }

  private static Optional<Spread> overQueue(Results results, String source) {
    return new Ratios(results).mean(source, SMALL, Engines.QUEUE);
  }

  private static Optional<Spread> overQueueAtWorst(Results results, String source) {
    return new Ratios(results).worst(source, SMALL, Engines.QUEUE);
  }

  private static Optional<Spread> overLimit(Results results, String source) {
    return new Ratios(results).throughput("1x1", source, SMALL, Engines.LIMIT).map(Spread::of);
  }

  private static Optional<Spread> overTuned(Results results, String source) {
    return new Ratios(results).worst(source, SMALL, Engines.TUNED);
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
            0.7,
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
    all.add(latency("p50", "10000", "1", Engines.PAIPA, Engines.RAW_BLOCKING, 0.8, 1));
    for (String percentile : List.of("p50", "p99")) {
      all.add(
          latency(percentile, "100000", "1", Engines.BUSY_SPIN, Engines.RAW_BUSY_SPIN, 1.05, 1.15));
    }
    for (String hops : List.of("1", "3")) {
      for (String percentile : List.of("p50", "p99")) {
        all.add(latency(percentile, "100000", hops, Engines.PAIPA, Engines.QUEUE, 0.5, 0.8));
      }
    }
    return all;
  }

  private static Target latency(
      String percentile,
      String rate,
      String hops,
      String ours,
      String peer,
      double goal,
      double floor) {
    String what =
        String.format(
            Locale.ROOT,
            "latency %s at %,d/s, hops: %s, `%s` / `%s`",
            percentile,
            Integer.parseInt(rate),
            hops,
            ours,
            peer);
    String[] at = {"rate", rate, "hops", hops};
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
            "steps of 100 tokens: throughput / parallel stream",
            0.9,
            0.8,
            r -> stream(r, "StepCost.tokens100")),
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
            "start, one item, stop / threads and queues, worst topology", 1, 1.2, Targets::life));
  }

  private static List<Target> recipes() {
    return List.of(recipe("2", 1.5), recipe("8", 5));
  }

  private static Target recipe(String steps, double times) {
    return Target.atLeast(
        "recipe of " + steps + " cheap steps: throughput / `java.util.stream`",
        times,
        times,
        r ->
            new Ratios(r)
                .of("CoroutineThroughput.recipe", "CoroutineThroughput.stream", "steps", steps)
                .map(Spread::of));
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

  private static Target catalogue() {
    return Target.atMost(
        "catalogue, main job: processor time a file / threads and queues, the better of two",
        1,
        1.05,
        r ->
            Stream.of(Engines.QUEUE, Engines.QUEUE_ONE_WRITER)
                .flatMap(
                    peer ->
                        new Ratios(r)
                                .secondary(
                                    "Catalogue.catalogue", Measurement.CPU, Engines.PAIPA, peer)
                                .stream())
                .map(Spread::of)
                .max(Comparator.comparingDouble(Spread::median)));
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
