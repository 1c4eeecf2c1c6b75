package io.paipa.benchmarks;

/** A pipeline of two cheap steps. */
@FunctionalInterface
interface Contender {
  /** Sends all items through; gives how many arrived. */
  long run(Iterable<Integer> items, int capacity) throws Exception;
}
