package io.paipa.internal.platform;

import java.util.concurrent.CompletableFuture;
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
   * The same, for what only observes, and must not be what ends a worker.
   *
   * @return nanoseconds; the machine's if the clock throws
   */
  default long observedNanoTime() {
    try {
      return nanoTime();
    } catch (Throwable t) { // whoever needs the time will be told
      return System.nanoTime();
    }
  }

  /**
   * Parks the calling thread until it is unparked, interrupted, or the time has passed on this
   * clock; may return for no reason.
   *
   * @param blocker what the thread waits for, shown in thread dumps
   * @param nanos how long at most, positive
   */
  void parkNanos(Object blocker, long nanos);

  /**
   * Completes a future with true when some time has passed, unless it is complete before: then it
   * is forgotten at once. By default this time is the machine's, whatever the clock says.
   *
   * @param future what is completed, in a thread that must not be made to wait, nor run user code
   * @param nanos after how long
   * @throws OutOfMemoryError if the JVM has no thread left for that; the future is completed
   *     nonetheless if a later call gets one
   */
  default void completeAfter(CompletableFuture<Boolean> future, long nanos) {
    Clock.SHARED.completeAfter(future, nanos);
  }
}
