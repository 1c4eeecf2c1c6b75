package io.paipa;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Gives the key of an item, for {@link ItemSettings#keyed} and {@link ChunkBuilder#groupedBy}.
 * Serializable, as are lambdas of it, if what they capture is.
 *
 * @param <T> type of the items
 */
@FunctionalInterface
public interface KeyFunction<T> extends Serializable {
  /**
   * Gives the key of an item, before the item is begun; it must be quick, and must not wait. Called
   * by one worker at a time, but for items that are reenqueued.
   *
   * @param item the item
   * @return its key, which must not change and is compared by {@code equals}; null if no order is
   *     to be kept for the item. A chunk needs a key: null fails the item there
   * @throws Exception if the item is to take the {@linkplain ItemSettings#onFailure failure
   *     policy}; {@link Skip} drops it
   */
  @Nullable Object keyOf(T item) throws Exception;
}
