package io.paipa;

import java.util.Iterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a stream, pulled one by one; closes the stream.
 *
 * @param <T> type of the elements
 */
final class StreamIterator<T> implements Iterator<T>, AutoCloseable {
  private final Stream<T> stream;
  private final Iterator<T> elements;

  private StreamIterator(Stream<T> stream) {
    this.stream = stream;
    this.elements = Spliterators.iterator(stream.sequential().spliterator());
  }

  /** An iterator over a stream, or null over null: who knows the step tells the user so. */
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // user code may well give null
  static <T> Iterator<T> over(@Nullable Stream<T> stream) {
    return stream == null ? null : new StreamIterator<>(stream);
  }

  @Override
  public boolean hasNext() {
    return elements.hasNext();
  }

  @Override
  public T next() {
    return elements.next();
  }

  @Override
  public void forEachRemaining(Consumer<? super T> action) {
    elements.forEachRemaining(action);
  }

  @Override
  public void close() {
    stream.close();
  }
}
