package io.paipa.step;

import io.paipa.Emitter;

/**
 * An emitter that can drop the current item without the cost of an exception. All emitters of the
 * engine are.
 *
 * @param <O> type of the outputs
 */
public interface DroppingEmitter<O> extends Emitter<O> {
  /** The current item counts as skipped. */
  void drop();
}
