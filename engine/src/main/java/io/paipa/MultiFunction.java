package io.paipa;

import java.io.Serializable;

/**
 * A function that gives any number of results for an item, by emitting them.
 *
 * <p>One instance is shared by all workers of its step.
 *
 * @param <T> type of the item
 * @param <R> type of the results
 */
@FunctionalInterface
public interface MultiFunction<T, R> extends Serializable {
  /**
   * Applies this function to an item.
   *
   * @param item the item, never null
   * @param out takes the results; usable only until this call returns, and only in its thread
   * @throws Exception if the item can't be processed; handled as the step's options say
   */
  void apply(T item, Emitter<R> out) throws Exception;
}
