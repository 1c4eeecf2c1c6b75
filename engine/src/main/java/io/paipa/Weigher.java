package io.paipa;

import java.io.Serializable;

/**
 * Gives the weight of an item, for {@link ChunkBuilder#weighing}. Serializable, as are lambdas of
 * it, if what they capture is.
 *
 * <p>One instance is shared by all workers of its step.
 *
 * @param <T> type of the items
 */
@FunctionalInterface
public interface Weigher<T> extends Serializable {
  /**
   * Gives the weight of an item: its length, its bytes, its rows. Called once for each item.
   *
   * @param item the item, never null
   * @return its weight, in whatever unit the limit has; 0 or more
   * @throws Exception if the item has none: it has failed then, and takes the {@linkplain
   *     ChunkBuilder#onFailure failure policy}; {@link Skip} drops it
   */
  long weigh(T item) throws Exception;
}
