package io.paipa.benchmarks;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a line does: all its steps but the last hand their items on, the last one consumes them.
 *
 * @param workers of each step
 * @param capacity of each ring or queue
 * @param virtual whether the workers are virtual threads
 * @param last what the last step does, in any of its workers
 */
record Shape(List<Integer> workers, int capacity, boolean virtual, Consumer<Integer> last) {
  static final int CAPACITY = 1_024;

  static Shape of(List<Integer> workers, Consumer<Integer> last) {
    return new Shape(workers, CAPACITY, false, last);
  }

  /** One worker a step. */
  static Shape chain(int steps, Consumer<Integer> last) {
    return of(java.util.Collections.nCopies(steps, 1), last);
  }
}
