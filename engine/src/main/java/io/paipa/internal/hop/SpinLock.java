package io.paipa.internal.hop;

import com.lmax.disruptor.Sequence;
import io.paipa.internal.platform.VirtualThreads;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is held for the time of a copy; that of a {@link StepClaim}, for the time of a
 * filling.
 *
 * <p><b>Who writes what.</b> The count is even while the lock is free. A thread that makes it odd,
 * by compare-and-set, holds the lock. The holder alone makes it even again, with release: whoever
 * takes the lock next sees all that was written under it.
 *
 * <p><b>Nobody waits for it without end.</b> A holder may have lost its core, may be gone, or be
 * stopped by a debugger. So a thread that does not get the lock soon does what it does when there
 * is no room: it gives back what it holds itself, waits as its caller wants, and tries again. And
 * whoever watches the lock sees one and the same odd count.
 */
final class SpinLock {
  private static final int SPINS = 100;

  /** The holder may need this core, where this is no virtual thread. */
  private static final int YIELDS = 20;

  private static final long PARK_NANOS = 100_000;

  private final Sequence count = new Sequence(0);

  /** Takes the lock if it is free. */
  boolean tryLock() {
    long seen = count.get();
    return (seen & 1) == 0 && count.compareAndSet(seen, seen + 1);
  }

  /**
   * Takes the lock if it is free soon: a copy takes no longer, unless its thread has no core. The
   * caller may hold another lock. So a virtual thread does not yield: it might not come back as
   * long as other virtual threads keep all cores.
   */
  boolean tryLockSoon() {
    for (int i = 0; i < SPINS; i++) {
      if (tryLock()) {
        return true;
      }
      Thread.onSpinWait();
    }
    for (int i = 0; i < YIELDS && !VirtualThreads.isCaller(); i++) {
      Thread.yield();
      if (tryLock()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the lock; waits for it until some time.
   *
   * @param deadlineNanos until when, by {@link System#nanoTime}
   * @return whether it was taken
   */
  boolean tryLock(long deadlineNanos) {
    while (!tryLockSoon()) {
      if (System.nanoTime() - deadlineNanos >= 0) {
        return false;
      }
      LockSupport.parkNanos(this, PARK_NANOS);
    }
    return true;
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
