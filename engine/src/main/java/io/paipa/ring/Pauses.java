package io.paipa.ring;

import java.util.concurrent.locks.LockSupport;

/** How to wait for something that nobody tells of: spin, yield, then park, longer each time. */
final class Pauses {
  /** After so many pauses the parks begin. */
  private static final int AWAKE = 120;

  private static final int SPINS = 100;
  private static final int LAST = AWAKE + 10;
  private static final long MIN_PARK_NANOS = 1_000;

  private Pauses() {}

  /**
   * Pauses; at most about a millisecond, and until the thread is unparked.
   *
   * @param pauses how many pauses went before
   * @return what to give to the next pause
   */
  static int next(int pauses) {
    if (pauses < SPINS) {
      Thread.onSpinWait();
    } else if (pauses < AWAKE) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(MIN_PARK_NANOS << (pauses - AWAKE));
    }
    return Math.min(pauses + 1, LAST);
  }
}
