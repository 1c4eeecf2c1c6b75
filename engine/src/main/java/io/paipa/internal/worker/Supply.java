package io.paipa.internal.worker;

/** What gives a worker its items, one after the other. Called in the worker's thread alone. */
interface Supply extends PlainAttempts.Rest {
  /**
   * Comes to the next item; waits for it.
   *
   * @return false if there is none: the sentinel was reached, or the pipeline has ended
   */
  boolean pull();

  /** What was pulled, an item or an envelope with one: it is held here no more. */
  Object handOver();

  /** The same as an attempt. One of the two is called, once. */
  Attempt attempt();
}
