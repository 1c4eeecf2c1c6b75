package io.paipa.internal.source;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A condition of a lock that knows how many threads wait for it. A thread that was signalled waits
 * no more, though it may not have begun to run.
 *
 * <p><b>Who writes what.</b> All is written under the lock. The thread that signals ends all waits
 * of that moment, and so it sets the number to zero. A thread whose wait ends otherwise, as by an
 * interrupt, takes itself out, unless a signal has done that.
 */
final class CountedCondition {
  private final ReentrantLock lock;
  private final Condition changed;
  private long signals;
  private int waiters;

  CountedCondition(ReentrantLock lock) {
    this.lock = lock;
    this.changed = lock.newCondition();
  }

  /** With the lock held: waits for a signal. */
  void await() throws InterruptedException {
    long before = signals;
    waiters++;
    try {
      while (signals == before) {
        changed.await();
      }
    } finally {
      if (signals == before) {
        waiters--;
      }
    }
  }

  /** With the lock held: ends all waits. */
  void signalAll() {
    signals++;
    waiters = 0;
    changed.signalAll();
  }

  /** Any thread: how many wait, and were not signalled. */
  int waiters() {
    lock.lock();
    try {
      return waiters;
    } finally {
      lock.unlock();
    }
  }
}
