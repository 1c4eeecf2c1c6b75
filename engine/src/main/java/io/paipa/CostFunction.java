package io.paipa;

import java.io.Serializable;

/**
 * Says what an item costs, for {@link ItemSettings#rate(RateLimiter, CostFunction)}. Serializable,
 * as are lambdas of it, if what they capture is.
 *
 * @param <T> type of the items
 */
@FunctionalInterface
public interface CostFunction<T> extends Serializable {
  /**
   * Gives the cost of an attempt at an item. It must be quick, and must not wait: the other workers
   * of the step wait meanwhile. Called by one worker at a time, before each attempt.
   *
   * @param item the item
   * @return how many permits the attempt takes; zero if it needs none
   * @throws Exception if the item is to take the {@linkplain ItemSettings#onFailure failure
   *     policy}; {@link Skip} drops it
   */
  long costOf(T item) throws Exception;
}
