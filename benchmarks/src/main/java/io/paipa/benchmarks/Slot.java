package io.paipa.benchmarks;

/** The event of a Disruptor's ring. */
final class Slot {
  Integer item = Items.END;

  boolean isEnd() {
    return item.equals(Items.END);
  }
}
