package io.paipa.internal.hop;

import com.lmax.disruptor.Sequence;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is held for the time of a copy: no user code runs under it, and nothing blocks there.
 *
 * <p><b>Who writes what.</b> The count is even while the lock is free. A thread that makes it odd,
 * by compare-and-set, holds the lock. The holder alone makes it even again, with release: whoever
 * takes the lock next sees all that was written under it.
 *
 * <p><b>A holder may be gone</b>, or be held by a debugger. So a thread that waits for longer than
 * a copy takes asks again and again whether it may go on, and whoever watches the lock sees one and
 * the same odd count.
 */
final class SpinLock {
  private static final int SPINS = 100;
  private static final int YIELDS = 1_000;
  private static final long PARK_NANOS = 100_000;

  private final Sequence count = new Sequence(0);

  /** Takes the lock if it is free. */
  boolean tryLock() {
    long seen = count.get();
    return (seen & 1) == 0 && count.compareAndSet(seen, seen + 1);
  }

  /**
   * Takes the lock; waits for it as long as it is admitted.
   *
   * @param admission asked while waiting; what it refuses with is thrown
   */
  void lock(Admission admission) {
    for (int i = 0; !tryLock(); i++) {
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        RuntimeException refusal = admission.refusal();
        if (refusal != null) {
          throw refusal;
        }
        stepBack(i);
      }
    }
  }

  /**
   * Takes the lock; waits for it until some time.
   *
   * @param deadlineNanos until when, by {@link System#nanoTime}
   * @return whether it was taken
   */
  boolean tryLock(long deadlineNanos) {
    for (int i = 0; !tryLock(); i++) {
      if (System.nanoTime() - deadlineNanos >= 0) {
        return false;
      }
      stepBack(i);
    }
    return true;
  }

  /** The holder lost its core: it needs one, maybe this one. */
  private void stepBack(int turn) {
    if (turn < YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(this, PARK_NANOS);
    }
  }

  /** Holder: gives the lock back. */
  void unlock() {
    count.set(count.get() + 1);
  }

  /** Which holding it is, if the lock is held; else -1. No two holdings have the same number. */
  long holding() {
    long seen = count.get();
    return (seen & 1) == 0 ? -1 : seen;
  }
}
