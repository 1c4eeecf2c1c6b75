package io.paipa;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes threads whose interrupts take their time to come; notes whether anything was closed before
 * they came, in which case they would have disturbed that.
 */
final class LateInterrupts {
  private static final long LATE_NANOS = 50_000_000;

  private final Closings closings;
  private final AtomicBoolean tooLate = new AtomicBoolean();

  LateInterrupts(Closings closings) {
    this.closings = closings;
  }

  boolean wereTooLate() {
    return tooLate.get();
  }

  Thread newThread(Runnable work) {
    return new Thread(work) {
      @Override
      public void interrupt() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LATE_NANOS && closings.isEmpty()) {
          Thread.onSpinWait();
        }
        if (!closings.isEmpty()) {
          tooLate.set(true);
        }
        super.interrupt();
      }
    };
  }
}
