package io.paipa.benchmarks.results;

import java.util.Locale;

/** What is exact, and so has a limit instead of a tolerance, on any machine. */
enum Exact {
  /** From this limit on, a plain run allocates. */
  ALLOCATION("allocation", "Allocation.through", "alloc.item", 0.1, "B per item"),

  /**
   * The median of the runs is below this, where no thread ever waits: a single wait may be the
   * JVM's own, such as for a class that is initialized.
   */
  LOCK_WAITS("lock waits", "LockWaits.through", "lock.waits", 1, "in a run of a million items");

  private final String words;
  private final String benchmark;
  private final String metric;
  private final double limit;
  private final String unit;

  Exact(String words, String benchmark, String metric, double limit, String unit) {
    this.words = words;
    this.benchmark = benchmark;
    this.metric = metric;
    this.limit = limit;
    this.unit = unit;
  }

  /** What the guard's file calls it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String benchmark() {
    return benchmark;
  }

  String metric() {
    return metric;
  }

  boolean isTooMuch(double value) {
    return !(value < limit);
  }

  /** What there is to say of a place. */
  String text(String place, double value) {
    return words + ", " + place + ": " + Numbers.text(value) + " " + unit;
  }

  /** The same, where it is too much. */
  String regression(String place, double value) {
    return "REGRESSION "
        + text(place, value)
        + "; less than "
        + Numbers.limit(limit)
        + " is wanted";
  }
}
