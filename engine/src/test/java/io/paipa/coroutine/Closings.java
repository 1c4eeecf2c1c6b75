package io.paipa.coroutine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Notes what is closed, in which order; and makes things that can be closed. */
final class Closings {
  private final List<String> closed = new ArrayList<>();

  /** An iterator that notes that it was closed. */
  record Noting<T>(Iterator<T> items, Runnable onClose) implements Iterator<T>, AutoCloseable {
    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public T next() {
      return items.next();
    }

    @Override
    public void close() {
      onClose.run();
    }
  }

  List<String> closed() {
    return closed;
  }

  Noting<Integer> noting(String name, Integer... items) {
    return new Noting<>(List.of(items).iterator(), () -> closed.add(name));
  }

  Stream<Integer> stream(String name, Integer... items) {
    return Stream.of(items).onClose(() -> closed.add(name));
  }
}
