package io.paipa.benchmarks.model;

import java.util.Arrays;

/**
 * How long short rounds took. What disturbs a round, such as another program on its core, makes it
 * longer, never shorter. So the quick ones tell what it costs, and the median how disturbed it was.
 *
 * @param quick nanoseconds of which a tenth of the rounds took no more
 * @param median nanoseconds of which half of them took no more
 */
public record Timings(double quick, double median) {
  static Timings of(double[] nanos) {
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Timings(sorted[last / 10], sorted[last / 2]);
  }
}
