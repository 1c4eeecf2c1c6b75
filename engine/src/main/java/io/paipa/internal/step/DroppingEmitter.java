package io.paipa.internal.step;

import io.paipa.Emitter;

/**
 * An emitter as the engine's own steps use it: all emitters of the engine are such.
 *
 * @param <O> type of the outputs
 */
public interface DroppingEmitter<O> extends Emitter<O> {
  /** The current item counts as skipped, without the cost of an exception. */
  void drop();

  /**
   * Before something of the user's is closed: clears the flag, and sees to it that no interrupt of
   * the end disturbs the closing.
   */
  void awaitInterrupts();
}
