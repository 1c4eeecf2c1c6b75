package io.paipa.ring;

import com.lmax.disruptor.Sequence;

/**
 * Up to where a worker lets those come who follow the pool. Only the worker moves it: a ring that
 * takes it as a further gate sets it, which has no effect.
 */
final class WorkerSequence extends Sequence {
  private final Backlog<?> backlog;
  private final int worker;

  WorkerSequence(Backlog<?> backlog, int worker) {
    this.backlog = backlog;
    this.worker = worker;
  }

  @Override
  public long get() {
    return backlog.passedBy(worker);
  }

  @Override
  public void set(long value) {
    // it is where it is
  }

  @Override
  public void setVolatile(long value) {
    throw readOnly();
  }

  @Override
  public boolean compareAndSet(long expectedValue, long newValue) {
    throw readOnly();
  }

  @Override
  public long incrementAndGet() {
    throw readOnly();
  }

  @Override
  public long addAndGet(long increment) {
    throw readOnly();
  }

  @Override
  public long getAndAdd(long increment) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("only its worker moves a worker's sequence");
  }
}
