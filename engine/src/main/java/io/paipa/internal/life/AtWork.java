package io.paipa.internal.life;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many threads of a run are at work. Changed by any thread, atomically. It goes to zero once,
 * since the thread that starts others is counted while it does so.
 *
 * <p>Some threads outlive the others, and wait for them. How many of those there are is in the same
 * word, so that both numbers are of the same moment.
 */
final class AtWork {
  private static final long ONE = 1L << Integer.SIZE;

  /** All of them in the upper half, those that outlive the others in the lower one. */
  private final AtomicLong counts = new AtomicLong(ONE);

  private static int all(long both) {
    return (int) (both / ONE);
  }

  private static int lasting(long both) {
    return (int) both;
  }

  /** One more is about to start. */
  void enter() {
    counts.addAndGet(ONE);
  }

  /** It could not be started: never the last one, for the thread that tried is counted. */
  void takeBack() {
    counts.addAndGet(-ONE);
  }

  /** One is done; true if it was the last. */
  boolean leave() {
    return all(counts.addAndGet(-ONE)) == 0;
  }

  /** Whether a further thread may be started, since the last has not left; counts it, if so. */
  boolean hold() {
    for (; ; ) {
      long current = counts.get();
      if (all(current) == 0) {
        return false;
      }
      if (counts.compareAndSet(current, current + ONE)) {
        return true;
      }
    }
  }

  /** One that is counted, or about to be, outlives the others. */
  void enterLasting() {
    counts.incrementAndGet();
  }

  /** One that outlives the others is about to leave, or could not be started. */
  void leaveLasting() {
    counts.decrementAndGet();
  }

  /** Whether only those are left that outlive the others; stays so when no others are started. */
  boolean areOthersGone() {
    long both = counts.get();
    return all(both) <= lasting(both);
  }
}
