package io.paipa.benchmarks.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says what got worse.
 *
 * @param recorded what is committed
 * @param cores of this machine
 * @param tolerance by how much a ratio may fall, as a share of the recorded one
 */
record Verdicts(Baseline recorded, int cores, double tolerance) {
  private static final int PERCENT = 100;

  /** Whether ratios from here say anything against the recorded ones. */
  boolean areRatiosComparable() {
    return cores == recorded.cores();
  }

  /** The places that the record has not. */
  List<String> unknown(List<String> places) {
    return places.stream().filter(place -> !recorded.ratios().containsKey(place)).toList();
  }

  /** The places whose ratio fell too far. */
  List<String> suspects(Baseline measured) {
    return areRatiosComparable()
        ? measured.ratios().entrySet().stream()
            .filter(e -> recorded.isWorse(e.getKey(), e.getValue(), tolerance))
            .map(Map.Entry::getKey)
            .toList()
        : List.of();
  }

  /** The places where there is too much of it. */
  List<String> tooMuch(Exact what, Baseline measured) {
    return measured.exact(what).entrySet().stream()
        .filter(e -> what.isTooMuch(e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A line for each regression. */
  List<String> regressions(Baseline measured) {
    List<String> lines = new ArrayList<>();
    for (String place : suspects(measured)) {
      double was = recorded.ratios().getOrDefault(place, Double.NaN);
      lines.add(
          String.format(
              "REGRESSION throughput, %s: %s times %s; recorded %s, at least %s is wanted"
                  + " (tolerance %d %%)",
              place,
              Numbers.text(measured.ratios().getOrDefault(place, Double.NaN)),
              GuardSet.YARDSTICK,
              Numbers.text(was),
              Numbers.text(was * (1 - tolerance)),
              Math.round(tolerance * PERCENT)));
    }
    for (Exact what : Exact.values()) {
      for (String place : tooMuch(what, measured)) {
        double value = measured.exact(what).getOrDefault(place, Double.NaN);
        lines.add(what.regression(place, value));
      }
    }
    return lines;
  }
}
