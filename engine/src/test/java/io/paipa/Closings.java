package io.paipa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Notes what is closed, in which order, and by whom; and makes things that can be closed. */
final class Closings {
  private final List<String> closed = new CopyOnWriteArrayList<>();
  private final List<String> closers = new CopyOnWriteArrayList<>();
  private volatile @Nullable Supplier<Exception> failure;

  /** What was closed since this was asked last. */
  List<String> take() {
    List<String> all = List.copyOf(closed);
    closed.clear();
    return all;
  }

  boolean isEmpty() {
    return closed.isEmpty();
  }

  /** The threads that have closed. */
  List<String> closers() {
    return closers;
  }

  /** From now on closing throws an IOException or what is unchecked; no more, if null is given. */
  void failWith(@Nullable Supplier<Exception> thrown) {
    failure = thrown;
  }

  private void note(String what) throws IOException {
    closed.add(Thread.currentThread().isInterrupted() ? what + ", interrupted" : what);
    closers.add(Thread.currentThread().getName());
    Supplier<Exception> thrown = failure;
    if (thrown != null) {
      Exception exception = thrown.get();
      if (exception instanceof IOException disk) {
        throw disk;
      }
      throw (RuntimeException) exception;
    }
  }

  /** A stream that is noted when it is closed. */
  <T> Stream<T> noting(Stream<T> stream, String what) {
    return stream.onClose(
        () -> {
          try {
            note(what);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  Stream<Integer> stream(Iterator<Integer> items) {
    Iterable<Integer> iterable = () -> items;
    return noting(StreamSupport.stream(iterable.spliterator(), false), "stream");
  }

  /** Gives the numbers from 1 to a last one. */
  class Cursor implements Iterator<Integer>, AutoCloseable {
    private final int last;
    private int given;

    Cursor(int last) {
      this.last = last;
    }

    @Override
    public boolean hasNext() {
      return given < last;
    }

    @Override
    public Integer next() {
      return ++given;
    }

    @Override
    public void close() throws IOException {
      note("cursor");
    }
  }

  Cursor endless() {
    return new Cursor(Integer.MAX_VALUE);
  }

  /** Fails where there should be one more. */
  Cursor failingAfter(int last) {
    return new Cursor(last) {
      @Override
      public boolean hasNext() {
        if (!super.hasNext()) {
          throw new IllegalStateException("the source fails");
        }
        return true;
      }
    };
  }

  /** How a pipeline comes to its end. */
  enum Ending {
    END,
    SOURCE_FAILS,
    STEP_FAILS,
    ABORT,
    DRAIN;

    boolean isFailure() {
      return this == SOURCE_FAILS || this == STEP_FAILS;
    }
  }

  /** What a pipeline with this ending is given. */
  Cursor cursor(Ending ending) {
    return switch (ending) {
      case END -> new Cursor(10);
      case SOURCE_FAILS -> failingAfter(10);
      default -> endless();
    };
  }

  /** Gives a cursor, or another iterator. */
  final class Rows implements Iterable<Integer>, AutoCloseable {
    private final Iterator<Integer> cursor;

    Rows(Iterator<Integer> cursor) {
      this.cursor = cursor;
    }

    @Override
    public Iterator<Integer> iterator() {
      return cursor;
    }

    @Override
    public void close() throws IOException {
      note("rows");
    }
  }

  Rows rows(int last) {
    return new Rows(new Cursor(last));
  }

  /** Is its own iterator. */
  @SuppressWarnings("IterableAndIterator") // as some are
  final class Both implements Iterable<Integer>, Iterator<Integer>, AutoCloseable {
    private final Iterator<Integer> items;

    Both(Iterator<Integer> items) {
      this.items = items;
    }

    @Override
    public Iterator<Integer> iterator() {
      return this;
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public Integer next() {
      return items.next();
    }

    @Override
    public void close() throws IOException {
      note("both");
    }
  }
}
