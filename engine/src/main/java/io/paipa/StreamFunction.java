package io.paipa;

import java.io.Serializable;
import java.util.stream.Stream;

/**
 * A function from a stream of items to a stream of results.
 *
 * @param <I> type of the items
 * @param <O> type of the results
 */
@FunctionalInterface
public interface StreamFunction<I, O> extends Serializable {
  /**
   * Describes the results of the given items.
   *
   * @param items the items; sequential, pulled lazily
   * @return the results, never null; not parallel, and not used before
   */
  Stream<O> apply(Stream<I> items);
}
