package io.paipa.claim;

import java.util.concurrent.locks.LockSupport;

/**
 * The one clock of a pipeline: time is read, and waited for, through it alone, so that timed chunks
 * and back-off can be tested without waiting.
 */
public interface TimeSource {
  /** The clock and the scheduler of this machine. */
  TimeSource SYSTEM =
      new TimeSource() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
          LockSupport.parkNanos(blocker, nanos);
        }
      };

  /**
   * The time since some moment, as by {@link System#nanoTime}.
   *
   * @return nanoseconds; compare by difference
   */
  long nanoTime();

  /**
   * Parks the calling thread until it is unparked, interrupted, or the time has passed on this
   * clock; may return for no reason.
   *
   * @param blocker what the thread waits for, shown in thread dumps
   * @param nanos how long at most, positive
   */
  void parkNanos(Object blocker, long nanos);
}
