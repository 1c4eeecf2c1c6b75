package io.paipa.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** The keys of items, drawn by a fixed seed: the same for all engines. */
final class KeyedItems {
  private static final long SEED = 20_261_128;

  private KeyedItems() {}

  /** All keys equally often. */
  static Integer[] uniform(int items, int keys) {
    Random random = new Random(SEED);
    Integer[] drawn = new Integer[items];
    Arrays.setAll(drawn, i -> random.nextInt(keys));
    return drawn;
  }

  /** The n-th key n times as seldom as the first: Zipf's law. */
  static Integer[] zipf(int items, int keys) {
    double[] upTo = new double[keys];
    double sum = 0;
    for (int key = 0; key < keys; key++) {
      sum += 1.0 / (key + 1);
      upTo[key] = sum;
    }
    double all = sum;
    Random random = new Random(SEED);
    Integer[] drawn = new Integer[items];
    Arrays.setAll(
        drawn,
        i -> {
          int at = Arrays.binarySearch(upTo, random.nextDouble() * all);
          return Math.min(keys - 1, at < 0 ? -at - 1 : at + 1);
        });
    return drawn;
  }
}
