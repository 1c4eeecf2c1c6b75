package io.paipa.benchmarks;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Counts what arrives at the end of a line. */
final class Arrivals implements Consumer<Integer> {
  private static final long LOOK_NANOS = 100_000;
  private static final long DEADLINE_NANOS = 60_000_000_000L;

  private final LongAdder count = new LongAdder();

  @Override
  public void accept(Integer item) {
    count.increment();
  }

  long count() {
    return count.sum();
  }

  void await(long expected) {
    long start = System.nanoTime();
    while (count() < expected) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new IllegalStateException(count() + " items arrived of " + expected);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** All items arrived, and none twice. */
  static long checked(long arrived, long expected) {
    if (arrived != expected) {
      throw new IllegalStateException(arrived + " items arrived of " + expected);
    }
    return arrived;
  }
}
