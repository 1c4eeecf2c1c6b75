package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What is due next in a step: a retry, or an item that gets its permits; and which of the parked
 * workers wakes for it. Has no state but the {@link StepTimer}; what it asks is safe for all
 * threads.
 */
final class Schedule {
  private final TimeSource time;
  private final long originNanos;
  private final RetryQueue retries;
  private final @Nullable Throttle throttle;
  private final @Nullable Keys keys;
  private final Claim claim;
  private final StepTimer timer = new StepTimer();

  /**
   * Of a step in which nothing is due.
   *
   * @param originNanos some moment in the past; due times are counted from it, so that they compare
   * @param throttle null if the rate of attempts is not limited
   * @param keys null if items have no keys
   * @param claim of any worker
   */
  Schedule(
      TimeSource time,
      long originNanos,
      RetryQueue retries,
      @Nullable Throttle throttle,
      @Nullable Keys keys,
      Claim claim) {
    this.time = time;
    this.originNanos = originNanos;
    this.retries = retries;
    this.throttle = throttle;
    this.keys = keys;
    this.claim = claim;
  }

  /** Whether something is due later, and no parked worker will wake for it in time. */
  boolean needsTimer() {
    return timer.isNeededFor(nextDue());
  }

  /** When a retry is due, or the next item gets its permits; counted from the origin. */
  private long nextDue() {
    return throttle == null ? retries.nextDue() : nextDue(throttle);
  }

  private long nextDue(Throttle limited) {
    long retryDue = retries.nextDue();
    long now = time.nanoTime() - originNanos;
    boolean isDue = retryDue <= now;
    if (!isDue && !hasFresh()) {
      return retryDue;
    }
    long permitDue = now + limited.heldNanos(isDue);
    return isDue ? permitDue : Math.min(permitDue, retryDue);
  }

  /** Whether items wait to be begun that are no retries. */
  private boolean hasFresh() {
    return claim.remaining() > 0 || (keys != null && keys.hasReleased());
  }

  /** Whether something could be begun if the rate let it. */
  boolean isHeld() {
    return throttle != null && isHeld(throttle);
  }

  private boolean isHeld(Throttle limited) {
    boolean isDue = !retries.isEmpty() && retries.isDue(time.observedNanoTime());
    return (isDue || hasFresh()) && limited.heldNanos(isDue) > 0;
  }

  /**
   * Parks a worker; until something is due at the latest, if no sibling wakes for that.
   *
   * @param mayBegin whether it could begin what is due
   */
  void park(long atMostNanos, boolean byMachine, boolean mayBegin) {
    long owned = mayBegin ? timer.take(this::nextDue) : StepTimer.NEVER;
    try {
      long limit = atMostNanos;
      if (owned != StepTimer.NEVER) { // else nothing asks for the time
        limit = Math.min(limit, owned - (time.nanoTime() - originNanos));
      }
      if (limit > 0 && byMachine) {
        LockSupport.parkNanos(this, limit);
      } else if (limit > 0) {
        time.parkNanos(this, limit);
      }
    } finally {
      timer.give(owned);
    }
  }
}
