package io.paipa.coroutine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a step does that takes its time without the processor. */
final class SlowSteps {
  private SlowSteps() {}

  /** Sleeps for so many milliseconds at least, and tells for how many nanoseconds it has. */
  static long sleep(int millis) {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return System.nanoTime() - start;
  }

  /** Gives the item when it has slept, and adds up for how long. */
  static int slow(int item, long[] slept, int index, int millis) {
    slept[index] += sleep(millis);
    return item;
  }
}
