package io.paipa.benchmarks.results;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Percentiles at fixed rates. */
final class Latencies {
  /** In the order in which they are shown. */
  static final List<String> PERCENTILES = List.of("p50", "p99", "p99.9", "max");

  private Latencies() {}

  /** Whether an engine kept up the rate in every round; what did not is not compared. */
  static boolean isSustained(Results results, String engine, String... at) {
    String[] params =
        Stream.concat(Stream.of(at), Stream.of("engine", engine)).toArray(String[]::new);
    return results.find("Latency.send", params).filter(Latencies::isSustained).isPresent();
  }

  static boolean isSustained(Measurement measurement) {
    return Optional.ofNullable(measurement.secondary("sustained"))
        .filter(metric -> metric.spread().low() == 1)
        .isPresent();
  }
}
