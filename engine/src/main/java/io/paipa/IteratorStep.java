package io.paipa;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Objects;

/**
 * A step that maps an iterator over items to an iterator over results.
 *
 * <p>In a pipeline it is applied once for each worker, to an iterator over that worker's share of
 * the items, in the worker's thread. State lives in the returned iterator. Pulling the next item
 * says that the one before is done. A returned iterator that ends before its input does drains the
 * rest of its share, which counts as skipped. Retries, {@link StepContext#reenqueue} and the flush
 * at a meta event do not apply to such a step. An iterator that is {@link AutoCloseable} is closed
 * in the worker's thread, on every ending. The items can be pulled in that thread alone: {@link
 * IllegalStateException} in any other.
 *
 * @param <I> type of the items
 * @param <O> type of the results
 */
@FunctionalInterface
public interface IteratorStep<I, O> extends Serializable {
  /**
   * Describes the results of the given items.
   *
   * @param items the items, pulled lazily; {@code hasNext} may block
   * @return the results, never null
   */
  Iterator<O> apply(Iterator<I> items);

  /**
   * An iterator step from a function on streams.
   *
   * <p>The stream is sequential and pulled element by element, so that an endless or slow input
   * reaches the results as it comes. It is closed when the returned iterator is, and so is the one
   * that the function got; if the function throws, at once.
   *
   * <p>The function may make the stream parallel for an operation that it waits for: {@code items
   * -> items.parallel().map(f).toList().stream()}. The items are pulled by the calling thread then,
   * one by one, before anything is shared out. A parallel stream that it gives back, or one that
   * was used before, is refused with {@link IllegalStateException}.
   *
   * @param function from a stream to a stream, never null
   * @param <I> type of the items
   * @param <O> type of the results
   * @return the step
   */
  static <I, O> IteratorStep<I, O> ofStream(StreamFunction<I, O> function) {
    Objects.requireNonNull(function, "function: null is not a stream function");
    return Door.iterate(function);
  }
}
