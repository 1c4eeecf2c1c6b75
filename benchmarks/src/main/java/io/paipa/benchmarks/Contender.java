package io.paipa.benchmarks;

/** A pipeline of cheap steps: what it starts, it starts anew for each run. */
@FunctionalInterface
interface Contender extends AutoCloseable {
  /** Sends all items through; gives what arrived. */
  Checksum run(Iterable<Integer> items, int capacity) throws Exception;

  /** Ends what outlives a run: by default, nothing does. */
  @Override
  default void close() {}
}
