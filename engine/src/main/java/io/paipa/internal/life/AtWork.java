package io.paipa.internal.life;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many threads of a run are at work. Changed by any thread, atomically. It goes to zero once,
 * since the thread that starts others is counted while it does so.
 *
 * <p>Some threads outlive the others, and wait for them. Each of these is counted as such before it
 * is counted among all, and counted off before that. So if there are no more threads in all than
 * such ones, when all are read first, the others are gone.
 */
final class AtWork {
  private final AtomicInteger all = new AtomicInteger(1);
  private final AtomicInteger lasting = new AtomicInteger();

  /** One more is about to start. */
  void enter() {
    all.incrementAndGet();
  }

  /** It could not be started: never the last one, for the thread that tried is counted. */
  void takeBack() {
    all.decrementAndGet();
  }

  /** One is done; true if it was the last. */
  boolean leave() {
    return all.decrementAndGet() == 0;
  }

  /** Whether a further thread may be started, since the last has not left; counts it, if so. */
  boolean hold() {
    for (; ; ) {
      int current = all.get();
      if (current == 0) {
        return false;
      }
      if (all.compareAndSet(current, current + 1)) {
        return true;
      }
    }
  }

  /** One that outlives the others is about to start. */
  void enterLasting() {
    lasting.incrementAndGet();
  }

  /** One that outlives the others is about to leave, or could not be started. */
  void leaveLasting() {
    lasting.decrementAndGet();
  }

  /** Whether only those are left that outlive the others; stays so when no others are started. */
  boolean areOthersGone() {
    int left = all.get();
    return left <= lasting.get();
  }
}
