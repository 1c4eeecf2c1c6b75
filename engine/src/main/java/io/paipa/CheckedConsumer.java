package io.paipa;

import java.io.Serializable;

/**
 * A consumer that may throw any exception.
 *
 * <p>One instance is shared by all workers of its step.
 *
 * @param <T> type of the item
 */
@FunctionalInterface
public interface CheckedConsumer<T> extends Serializable {
  /**
   * Consumes an item.
   *
   * @param item the item, never null
   * @throws Exception if the item can't be consumed
   */
  void accept(T item) throws Exception;
}
