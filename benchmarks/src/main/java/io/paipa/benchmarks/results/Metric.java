package io.paipa.benchmarks.results;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What was measured in each round: the mean of the round's iterations.
 *
 * @param unit as JMH writes it
 * @param rounds one value each
 */
record Metric(String unit, List<Double> rounds) {
  Metric {
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("a metric without a round");
    }
  }

  /** Whether less is better: it is a time, or what an operation costs. */
  boolean isCost() {
    return unit.equals("ns") || unit.endsWith("/op");
  }

  /** The same, seen as its median and spread. */
  Spread spread() {
    return Spread.of(rounds);
  }

  /** This over another, round by round: a machine that changes its speed changes both. */
  Spread over(Metric other) {
    return Spread.of(ratios(other));
  }

  /** This over another, in each round that both have. */
  List<Double> ratios(Metric other) {
    int count = Math.min(rounds.size(), other.rounds.size());
    return IntStream.range(0, count).mapToObj(i -> rounds.get(i) / other.rounds.get(i)).toList();
  }
}
