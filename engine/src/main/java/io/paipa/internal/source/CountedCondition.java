package io.paipa.internal.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A condition of a lock that knows which threads wait for it. A thread that was signalled waits no
 * more, though it may not have begun to run.
 *
 * <p><b>Who writes what.</b> All is written under the lock, and read by any thread without it. The
 * thread that signals ends all waits of that moment: it makes the number of signals another than
 * the one that each wait began with.
 */
final class CountedCondition {
  private final Condition changed;

  /** How many signals there were when the wait of a thread began. */
  private final Map<Thread, Long> waits = new ConcurrentHashMap<>();

  private volatile long signals;

  CountedCondition(ReentrantLock lock) {
    this.changed = lock.newCondition();
  }

  /** With the lock held: waits for a signal. */
  void await() throws InterruptedException {
    long before = signals;
    waits.put(Thread.currentThread(), before);
    try {
      while (signals == before) {
        changed.await();
      }
    } finally {
      waits.remove(Thread.currentThread());
    }
  }

  /** With the lock held: ends all waits. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
  void signalAll() {
    signals++;
    changed.signalAll();
  }

  /** Any thread: whether a thread is in {@link #await}, or about to leave it. */
  boolean holds(Thread thread) {
    return waits.containsKey(thread);
  }

  /** Any thread: whether a thread waits, and was neither signalled nor interrupted. */
  boolean isAwaitedBy(Thread thread) {
    Long before = waits.get(thread);
    return before != null && before == signals && !thread.isInterrupted();
  }
}
