package io.paipa.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a line does: all its steps but the last hand their items on, the last one consumes them.
 *
 * @param workers of each step
 * @param capacity of each ring or queue
 * @param virtual whether the workers are virtual threads
 * @param last makes what a worker of the last step does; called once for each of them
 */
record Shape(
    List<Integer> workers, int capacity, boolean virtual, Supplier<Consumer<Integer>> last) {
  static final int CAPACITY = 1_024;

  /** One consumer for all workers of the last step. */
  static Shape of(List<Integer> workers, Consumer<Integer> last) {
    return new Shape(workers, CAPACITY, false, () -> last);
  }

  /** One worker a step. */
  static Shape chain(int steps, Consumer<Integer> last) {
    return of(Collections.nCopies(steps, 1), last);
  }
}
