package io.paipa.benchmarks;

/** Steps that run, one behind the other: what is put in goes through all of them. */
interface Line {
  /** What the names of its threads begin with. */
  String threadPrefix();

  /** Puts an item into the first step; waits for room. */
  void put(Integer item) throws InterruptedException;

  /** Has a thread of the line's own put in all items, one after another. */
  void putAll(Iterable<Integer> items);

  /** Works off everything that was put in, and waits until the threads are gone. */
  void finish() throws InterruptedException;
}
