package io.paipa.benchmarks;

import java.util.Iterator;

/** An iterator of a user's own, of which nobody may know that it never blocks. */
record UserIterator(Iterator<Integer> items) implements Iterator<Integer> {
  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public Integer next() {
    return items.next();
  }
}
