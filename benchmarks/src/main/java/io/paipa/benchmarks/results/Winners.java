package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a peer is ahead of the engine with its default waiting, found in the data. The best peer of
 * each place counts, by the median of the rounds' ratios.
 */
record Winners(Results results) {
  private static final String RAW_PREFIX = "rawDisruptor";
  private static final Set<String> NO_PEERS = Set.of(Engines.IDEAL, Engines.LIMIT, "greedy");

  /** A sentence for each place. */
  List<String> sentences() {
    List<String> all = new ArrayList<>();
    for (Map<String, String> place : places()) {
      String benchmark = place.getOrDefault("", "");
      if (benchmark.equals("Latency.send")) {
        all.addAll(latencies(place));
      } else if (benchmark.equals("WakeUp.put")) {
        all.addAll(sentence(place, m -> m.secondary("wakeup.p50"), "wake-up, median"));
      } else {
        all.addAll(sentence(place, Measurement::score, "`" + benchmark + "`"));
      }
    }
    return all;
  }

  private List<String> latencies(Map<String, String> place) {
    List<String> all = new ArrayList<>();
    for (String percentile : List.of("p50", "p99")) {
      all.addAll(sentence(place, m -> m.secondary(percentile), "latency, " + percentile));
    }
    return all;
  }

  /** Where engines meet: all parameters but the engine, and the benchmark under "". */
  private Set<Map<String, String>> places() {
    Set<Map<String, String>> places = new LinkedHashSet<>();
    for (Measurement measurement : results.measurements()) {
      if (measurement.params().containsKey("engine")) {
        places.add(place(measurement));
      }
    }
    return places;
  }

  private static Map<String, String> place(Measurement measurement) {
    Map<String, String> place = new TreeMap<>(measurement.params());
    place.remove("engine");
    place.remove("seconds");
    place.put("", measurement.benchmark());
    return place;
  }

  private List<String> sentence(
      Map<String, String> place, Function<Measurement, @Nullable Metric> metric, String what) {
    List<Measurement> here =
        results.measurements().stream().filter(m -> place(m).equals(place)).toList();
    Optional<Metric> ours =
        here.stream()
            .filter(m -> m.param("engine").equals(Engines.PAIPA) && isComparable(m))
            .findFirst()
            .map(metric);
    if (ours.isEmpty()) {
      return List.of();
    }
    return here.stream()
        .filter(m -> isPeer(m.param("engine")) && isComparable(m))
        .map(m -> new Lead(m.param("engine"), lead(ours.orElseThrow(), metric.apply(m))))
        .filter(lead -> lead.times().median() > 1)
        .max(Comparator.comparingDouble(lead -> lead.times().median()))
        .map(lead -> List.of(lead.text(what + where(place))))
        .orElse(List.of());
  }

  private static boolean isPeer(String engine) {
    return !Engines.isOurs(engine) && !NO_PEERS.contains(engine);
  }

  private static boolean isComparable(Measurement measurement) {
    return !measurement.benchmark().equals("Latency.send") || Latencies.isSustained(measurement);
  }

  /** How many times better than ours. */
  private static Spread lead(Metric ours, @Nullable Metric peer) {
    if (peer == null) {
      return new Spread(0, 0, 0);
    }
    return ours.isCost() ? ours.over(peer) : peer.over(ours);
  }

  private static String where(Map<String, String> place) {
    StringBuilder text = new StringBuilder();
    place.forEach(
        (name, value) -> {
          if (!name.isEmpty()) {
            text.append(", ").append(name).append(' ').append(value);
          }
        });
    return text.toString();
  }

  private record Lead(String engine, Spread times) {
    String text(String place) {
      String spread = times.low() <= 1 ? ", within the spread" : "";
      String busy = engine.startsWith(RAW_PREFIX) && engine.endsWith("BusySpin") ? " (spins)" : "";
      return place + ": `" + engine + "`" + busy + " " + times.text() + " times better" + spread;
    }
  }
}
