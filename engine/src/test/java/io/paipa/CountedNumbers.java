package io.paipa;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

/** A source that says how many items were pulled. */
final class CountedNumbers implements Iterable<Integer> {
  final AtomicInteger pulled = new AtomicInteger();
  final int count;

  CountedNumbers(int count) {
    this.count = count;
  }

  @Override
  public Iterator<Integer> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pulled.get() < count;
      }

      @Override
      public Integer next() {
        return pulled.getAndIncrement();
      }
    };
  }
}
