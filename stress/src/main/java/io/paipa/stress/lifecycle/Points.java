package io.paipa.stress.lifecycle;

import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The points at which the engine calls out. Counts those that the first call's thread passes, and
 * holds it at one until it is let go.
 */
class Points implements TimeSource {
  private static final long HELD_AT_MOST_MILLIS = 50;

  private final int heldAt;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private volatile @Nullable Thread held;
  private int passed;

  Points(int heldAt) {
    this.heldAt = heldAt;
  }

  /** The thread to be held. */
  final void hold(Thread thread) {
    held = thread;
  }

  final void letGo() {
    letGo.countDown();
  }

  final boolean isReached() {
    return reached.getCount() == 0;
  }

  /** Called by any thread. */
  final void pass() {
    if (Thread.currentThread() != held || ++passed != heldAt) {
      return;
    }
    reached.countDown();
    boolean interrupted = false;
    try {
      letGo.await(HELD_AT_MOST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long nanoTime() {
    pass();
    return System.nanoTime();
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    pass();
    LockSupport.parkNanos(blocker, nanos);
  }
}
