package io.paipa;

import io.paipa.internal.platform.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A clock that stands still until it is moved by hand. Who parks on it looks at it often. */
final class HandClock implements TimeSource {
  private static final long LOOK_NANOS = 1_000_000;

  private final AtomicLong now = new AtomicLong(1_000_000_000);

  /** Builds a pipeline whose time is this clock's. */
  <I, T> Pipeline<I, T> build(Builder<I, T> builder) {
    return Door.open(builder.definition(), this);
  }

  void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    LockSupport.parkNanos(blocker, Math.min(nanos, LOOK_NANOS));
  }
}
