package io.paipa.benchmarks.model;

/**
 * What it costs to come to an item.
 *
 * @param takeNanos a compare-and-set of the word that all workers of a step share, by the one that
 *     wrote it last
 * @param contendedNanos the same, by one that gets the word from another core
 * @param batchNanos to refill the claim from the ring, apart from the items
 * @param copyNanos what each item adds to that
 * @param wakeNanos from the call that wakes a worker until it runs
 */
public record Costs(
    double takeNanos,
    double contendedNanos,
    double batchNanos,
    double copyNanos,
    double wakeNanos) {
  /** Refuses what no cost can be. */
  public Costs {
    for (double nanos :
        new double[] {takeNanos, contendedNanos, batchNanos, copyNanos, wakeNanos}) {
      if (!(nanos >= 0) || Double.isInfinite(nanos)) {
        throw new IllegalArgumentException("a cost of " + nanos + " ns: 0 or more is needed");
      }
    }
  }
}
