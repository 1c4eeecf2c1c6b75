package io.paipa.ring;

import com.lmax.disruptor.Sequence;
import java.util.function.LongSupplier;

/**
 * How far a pool, or one of its workers, has come, for others to read. Only the workers move it: a
 * ring that takes it as a further gate sets it, which has no effect.
 */
final class PoolSequence extends Sequence {
  private final LongSupplier position;

  PoolSequence(LongSupplier position) {
    this.position = position;
  }

  @Override
  public long get() {
    return position.getAsLong();
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
    return new UnsupportedOperationException("only its workers move a pool's sequence");
  }
}
