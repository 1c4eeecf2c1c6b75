package io.paipa.benchmarks;

/** The event of a Disruptor's ring. */
final class Slot {
  /** Marks the end; no item is negative. */
  static final Integer END = Integer.valueOf(-1_000_000);

  Integer item = END;
}
