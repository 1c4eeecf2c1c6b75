package io.paipa.benchmarks.results;

import java.util.List;
import java.util.stream.IntStream;

/** The median of the rounds, and the lowest and the highest of them. */
record Spread(double median, double low, double high) {
  static Spread of(List<Double> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** The geometric mean of several in each round, and then its median and spread. */
  static Spread ofGeometricMeans(List<List<Double>> each) {
    int rounds = each.stream().mapToInt(List::size).min().orElse(0);
    return of(
        IntStream.range(0, rounds)
            .mapToObj(
                i ->
                    Math.exp(
                        each.stream()
                            .mapToDouble(values -> Math.log(values.get(i)))
                            .average()
                            .orElseThrow()))
            .toList());
  }

  /** In another unit, by a factor above 0. */
  Spread times(double factor) {
    return new Spread(median * factor, low * factor, high * factor);
  }

  /** Such as "3.4 (3.1–3.9)". */
  String text() {
    return Numbers.text(median) + " (" + Numbers.text(low) + "–" + Numbers.text(high) + ")";
  }
}
