package io.paipa.stress.chaos;

import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A clock that jumps ahead when told to, and fails when it is to. A thread that parks on it looks
 * at it often.
 */
final class JumpingClock implements TimeSource {
  private static final long LOOK_NANOS = 20_000_000;

  private final AtomicLong ahead = new AtomicLong();
  private final long lookNanos;
  private final Sabotage sabotage;
  private final String workerPrefix;

  /**
   * A clock.
   *
   * @param jumps whether it may jump; else a park is as long as it is: none is to hide a wake-up
   *     that is lost
   */
  JumpingClock(boolean jumps, Sabotage sabotage, String workerPrefix) {
    this.lookNanos = jumps ? LOOK_NANOS : Long.MAX_VALUE;
    this.sabotage = sabotage;
    this.workerPrefix = workerPrefix;
  }

  void jump(int millis) {
    ahead.addAndGet(millis * 1_000_000L);
  }

  @Override
  public long nanoTime() {
    if (Thread.currentThread().getName().startsWith(workerPrefix)) {
      sabotage.strike(Fault.Kind.CLOCK_ERROR, Sabotage.PIPELINE);
    }
    return System.nanoTime() + ahead.get();
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    LockSupport.parkNanos(blocker, Math.min(nanos, lookNanos));
  }
}
