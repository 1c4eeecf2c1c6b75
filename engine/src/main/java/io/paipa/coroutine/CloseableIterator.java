package io.paipa.coroutine;

import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The results of a recipe that was applied to a source. Lazy: nothing is opened, called or pulled
 * before the first result is asked for, and then no item more than that result needs.
 *
 * <p>The source, and whatever the steps opened, is closed by {@link #close}, at the end of the
 * results, and when anything throws. So closing matters only for results that are not read to their
 * end. After {@code close}, and after an exception, {@code hasNext} and {@code next} throw {@link
 * IllegalStateException}.
 *
 * <p>{@link #forEachRemaining} is the fastest way of reading all. An exception that its action
 * throws ends the results like one of a step.
 *
 * <p>Not thread-safe: used by one thread at a time.
 *
 * @param <O> type of the results
 */
public interface CloseableIterator<O> extends Iterator<O>, AutoCloseable {
  /**
   * Closes what the steps opened, the last step first, and then the source: whatever of it is
   * {@link AutoCloseable}. Does nothing if that was done before.
   *
   * <p>What throws an exception meanwhile does not keep the rest from being closed. The first such
   * exception is thrown, as it is if it is unchecked, or as the cause of a {@link
   * io.paipa.PipelineException}; the others are suppressed in it.
   */
  @Override
  void close();

  /**
   * The rest of the results as a stream, which closes this iterator when it is closed. From then on
   * the stream alone may be used.
   *
   * @return a sequential, ordered stream without nulls
   */
  Stream<O> stream();
}
