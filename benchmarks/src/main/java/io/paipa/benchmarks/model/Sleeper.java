package io.paipa.benchmarks.model;

import java.util.concurrent.locks.LockSupport;

/** A thread that is parked until it is woken, says when it runs, and parks again. */
final class Sleeper extends Thread {
  private static final long ASLEEP = Long.MIN_VALUE;

  private volatile boolean woken;
  private volatile boolean ended;
  private volatile long ranAt = ASLEEP;

  Sleeper() {
    super("sleeper");
  }

  @Override
  public void run() {
    while (!ended) {
      while (!woken && !ended) {
        LockSupport.park(this);
      }
      long now = System.nanoTime();
      woken = false;
      ranAt = now;
    }
  }

  /** Wakes it, and gives how many nanoseconds later it ran. */
  long wake() {
    ranAt = ASLEEP;
    long start = System.nanoTime();
    woken = true;
    LockSupport.unpark(this);
    long seen = ranAt;
    while (seen == ASLEEP) {
      Thread.onSpinWait();
      seen = ranAt;
    }
    return seen - start;
  }

  void end() {
    ended = true;
    LockSupport.unpark(this);
  }
}
