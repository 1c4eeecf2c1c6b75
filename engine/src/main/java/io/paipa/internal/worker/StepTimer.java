package io.paipa.internal.worker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Says which of a step's parked workers wakes for what is due next: a retry, or a permit of the
 * step's rate. Times are counted from some moment in the past, so that they compare.
 *
 * <p>One parked worker owns the timer: the one that wrote its deadline, by compare-and-set from a
 * later one. It resets it when it wakes, before any user code.
 */
final class StepTimer {
  /** The deadline that does not come. */
  static final long NEVER = Long.MAX_VALUE;

  private final AtomicLong deadline = new AtomicLong(NEVER);

  /** Whether no parked worker will wake in time for something. */
  boolean isNeededFor(long due) {
    return due < deadline.get();
  }

  /**
   * Makes the caller the owner of the timer, if one is needed.
   *
   * @param nextDue when something is due
   * @return the deadline that it owns, or NEVER
   */
  long take(LongSupplier nextDue) {
    for (; ; ) {
      long due = nextDue.getAsLong();
      long current = deadline.get();
      if (due >= current) {
        return NEVER;
      }
      if (deadline.compareAndSet(current, due)) {
        return due;
      }
    }
  }

  /** The owner of a deadline gives it up, unless another took over with an earlier one. */
  void give(long owned) {
    if (owned != NEVER) {
      deadline.compareAndSet(owned, NEVER);
    }
  }
}
