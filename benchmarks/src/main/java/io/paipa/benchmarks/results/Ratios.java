package io.paipa.benchmarks.results;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The engine compared with another one, round by round; empty where one of them was not measured.
 */
record Ratios(Results results) {
  private static final String THROUGHPUT = "PipelineThroughput.through";

  /** By the score. */
  Optional<List<Double>> scores(String benchmark, String ours, String peer, String... params) {
    return both(
        results.find(benchmark, and(params, ours)).map(Measurement::score),
        results.find(benchmark, and(params, peer)).map(Measurement::score));
  }

  /** By a secondary result. */
  Optional<List<Double>> secondary(
      String benchmark, String metric, String ours, String peer, String... params) {
    return both(
        results.find(benchmark, and(params, ours)).map(m -> m.secondary(metric)),
        results.find(benchmark, and(params, peer)).map(m -> m.secondary(metric)));
  }

  /** Of one benchmark over another, by the score. */
  Optional<List<Double>> of(String benchmark, String other, String... params) {
    return both(
        results.find(benchmark, params).map(Measurement::score),
        results.find(other, params).map(Measurement::score));
  }

  private static Optional<List<Double>> both(Optional<Metric> ours, Optional<Metric> peer) {
    return ours.flatMap(mine -> peer.map(mine::ratios));
  }

  private static String[] and(String[] params, String engine) {
    return Stream.concat(Stream.of(params), Stream.of("engine", engine)).toArray(String[]::new);
  }

  /** The throughput over a peer's. */
  Optional<List<Double>> throughput(String topology, String source, String capacity, String peer) {
    return scores(
        THROUGHPUT,
        Engines.PAIPA,
        peer,
        "topology",
        topology,
        "source",
        source,
        "capacity",
        capacity);
  }

  private Stream<List<Double>> throughputs(String source, String capacity, String peer) {
    return Engines.TOPOLOGIES.stream()
        .flatMap(topology -> throughput(topology, source, capacity, peer).stream());
  }

  /** The geometric mean of all topologies, if all were measured. */
  Optional<Spread> mean(String source, String capacity, String peer) {
    List<List<Double>> all = throughputs(source, capacity, peer).toList();
    return all.size() == Engines.TOPOLOGIES.size()
        ? Optional.of(Spread.ofGeometricMeans(all))
        : Optional.empty();
  }

  /** The topology with the lowest ratio. */
  Optional<Spread> worst(String source, String capacity, String peer) {
    return throughputs(source, capacity, peer)
        .map(Spread::of)
        .min(Comparator.comparingDouble(Spread::median));
  }

  /** The lowest ratio to any of these peers in any topology, by the lowest of its rounds. */
  Optional<Spread> worst(String source, String capacity, List<String> peers) {
    return peers.stream()
        .flatMap(peer -> throughputs(source, capacity, peer))
        .map(Spread::of)
        .min(Comparator.comparingDouble(Spread::low));
  }
}
