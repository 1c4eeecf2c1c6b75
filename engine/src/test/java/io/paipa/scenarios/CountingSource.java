package io.paipa.scenarios;

import java.util.Iterator;

/** An endless source, which knows whether it was closed. */
final class CountingSource implements Iterator<Integer>, AutoCloseable {
  private int next;
  private volatile boolean closed;

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Integer next() {
    return next++;
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
