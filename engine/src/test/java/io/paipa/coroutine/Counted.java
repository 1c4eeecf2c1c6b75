package io.paipa.coroutine;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * The numbers from 1; knows how often it was pulled and closed. Endless, unless there is a last.
 */
final class Counted implements Iterator<Integer>, AutoCloseable {
  private final int last;
  private int pulled;
  private int asked;
  private int closed;

  private Counted(int last) {
    this.last = last;
  }

  static Counted endless() {
    return new Counted(Integer.MAX_VALUE);
  }

  static Counted to(int last) {
    return new Counted(last);
  }

  /** The numbers alone, up to a last one. */
  static List<Integer> numbers(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  @Override
  public boolean hasNext() {
    asked++;
    return pulled < last;
  }

  @Override
  public Integer next() {
    if (pulled == last) {
      throw new NoSuchElementException();
    }
    return ++pulled;
  }

  @Override
  public void close() {
    closed++;
  }

  int pulled() {
    return pulled;
  }

  int asked() {
    return asked;
  }

  int closed() {
    return closed;
  }
}
