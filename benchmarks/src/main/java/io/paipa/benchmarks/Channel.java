package io.paipa.benchmarks;

/** A bounded queue, as {@link QueueLine} uses it. */
interface Channel {
  /** Waits for room. */
  void put(Integer item) throws InterruptedException;

  /** Waits for an item. */
  Integer take() throws InterruptedException;
}
