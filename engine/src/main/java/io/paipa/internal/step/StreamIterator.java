package io.paipa.internal.step;

import io.paipa.StreamFunction;
import io.paipa.internal.ledger.Causes;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the stream that a function makes of a stream of items, pulled one by one; closes
 * both streams. In messages the items stand for the step: they say whose they are.
 *
 * @param <T> type of the elements
 */
public final class StreamIterator<T> implements Iterator<T>, AutoCloseable {
  private final Stream<?> given;
  private final Stream<T> results;
  private final Iterator<T> elements;

  private StreamIterator(Stream<?> given, Stream<T> results, Spliterator<T> elements) {
    this.given = given;
    this.results = results;
    this.elements = Spliterators.iterator(elements);
  }

  /**
   * Applies a function to items. Gives null if the function does: the caller, which knows the step,
   * tells the user so. What is not given back is closed here.
   */
  @SuppressWarnings({"NullAway", "DataFlowIssue", "ConstantValue"}) // user code may well give null
  public static <I, O> Iterator<O> over(Iterator<I> items, StreamFunction<I, O> function) {
    Stream<I> given = StreamSupport.stream(new UnsplitItems<>(items), false);
    Stream<O> results = null;
    try {
      results = function.apply(given);
      if (results != null) {
        return new StreamIterator<>(given, results, elements(results, items));
      }
    } catch (Throwable t) {
      closeAfter(t, results);
      closeAfter(t, given);
      throw t;
    }
    given.close();
    return null;
  }

  private static <T> Spliterator<T> elements(Stream<T> results, Object where) {
    if (results.isParallel()) {
      throw new IllegalStateException(
          where
              + ": the stream function gave a parallel stream, but the items are pulled by one"
              + " thread; give a sequential one");
    }
    try {
      return results.spliterator();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          where + ": the stream function gave a stream that was used before; give a new one", e);
    }
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
    try {
      results.close();
    } catch (Throwable t) {
      closeAfter(t, given);
      throw t;
    }
    given.close();
  }

  private static void closeAfter(Throwable thrown, @Nullable Stream<?> stream) {
    try {
      if (stream != null) {
        stream.close();
      }
    } catch (Throwable closing) {
      Causes.suppress(thrown, closing);
    }
  }
}
