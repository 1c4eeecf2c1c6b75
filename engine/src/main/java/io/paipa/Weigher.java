package io.paipa;

import java.io.Serializable;

/**
 * Gives the weight of an item in a chunk, for {@link ChunkBuilder#weighing}; or what an attempt at
 * an item costs, for {@link ItemSettings#rate(RateLimiter, Weigher)}. Serializable, as are lambdas
 * of it, if what they capture is.
 *
 * <p>One instance is shared by all workers of its step. One of them at a time calls it. It must be
 * quick, and must not wait: where it gives costs, the other workers wait meanwhile.
 *
 * @param <T> type of the items
 */
@FunctionalInterface
public interface Weigher<T> extends Serializable {
  /**
   * Gives the weight of an item: its length, its bytes, its rows. Called once for each item of a
   * chunk; and at least once for each attempt that costs permits.
   *
   * @param item the item, never null
   * @return its weight, in whatever unit the limit has; 0 or more
   * @throws Exception if the item has none: it has failed then, and takes the failure policy;
   *     {@link Skip} drops it
   */
  long weigh(T item) throws Exception;
}
