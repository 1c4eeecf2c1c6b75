package io.paipa;

import java.io.Serializable;

/**
 * A function that may throw any exception.
 *
 * <p>One instance is shared by all workers of its step. So it has to be safe to call from several
 * threads at once when the step has more than one worker.
 *
 * @param <T> type of the item
 * @param <R> type of the result
 */
@FunctionalInterface
public interface CheckedFunction<T, R> extends Serializable {
  /**
   * Applies this function to an item.
   *
   * @param item the item, never null
   * @return the result; null is refused by the pipeline, throw {@link Skip#item()} to emit nothing
   * @throws Exception if the item can't be processed; handled as the step's options say
   */
  R apply(T item) throws Exception;
}
