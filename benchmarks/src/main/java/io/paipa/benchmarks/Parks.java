package io.paipa.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** What user code does here that waits for something outside: it parks. */
final class Parks {
  private Parks() {}

  /**
   * Parks for at least so long. A permit that an engine left behind, or an interrupt, ends a single
   * park at once. Without the look at the clock, an engine that wakes its workers once too often
   * would seem to be the fastest.
   *
   * @return how long it really took
   */
  static long park(long nanos) {
    long start = System.nanoTime();
    long passed = 0;
    while (passed < nanos) {
      LockSupport.parkNanos(nanos - passed);
      passed = System.nanoTime() - start;
    }
    return passed;
  }
}
