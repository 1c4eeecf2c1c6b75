package io.paipa.internal.platform;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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
   * clock; may return for no reason. By default this time is the machine's, whatever the clock
   * says.
   *
   * @param blocker what the thread waits for, shown in thread dumps
   * @param nanos how long at most, positive
   */
  default void parkNanos(Object blocker, long nanos) {
    LockSupport.parkNanos(blocker, nanos);
  }

  /**
   * Parks the calling thread, as {@link #parkNanos} does, while it waits for room in a ring: not
   * until some time, but until others make room. By default that is all the same.
   *
   * @param blocker what the thread waits for, shown in thread dumps
   * @param nanos how long to park before it looks again
   * @param leftNanos how long it waits at most; {@link Long#MAX_VALUE} if that is not limited
   * @param isFull whether there is no room; any thread may ask
   */
  default void parkForRoom(Object blocker, long nanos, long leftNanos, BooleanSupplier isFull) {
    parkNanos(blocker, Math.min(nanos, leftNanos));
  }

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

  /**
   * Has a thread do what is due, since the one that completes futures must not wait.
   *
   * @param work what is due
   * @return false if there is no thread to be had
   */
  default boolean inBackground(Runnable work) {
    return Background.runs(work);
  }

  /**
   * Whether threads may wait by polling, of which no clock knows.
   *
   * @return false if all of them are to park
   */
  default boolean allowsPolling() {
    return true;
  }
}
