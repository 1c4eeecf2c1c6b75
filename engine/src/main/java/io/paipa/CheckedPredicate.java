package io.paipa;

import java.io.Serializable;

/**
 * A predicate that may throw any exception.
 *
 * <p>One instance is shared by all workers of its step.
 *
 * @param <T> type of the item
 */
@FunctionalInterface
public interface CheckedPredicate<T> extends Serializable {
  /**
   * Tests an item.
   *
   * @param item the item, never null
   * @return true to keep the item
   * @throws Exception if the item can't be tested; handled as the step's options say
   */
  boolean test(T item) throws Exception;
}
