package io.paipa.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits with a deadline. */
final class Waits {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Waits() {}

  /** Waits until a condition holds. */
  static void until(String what, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      assertThat(System.nanoTime() - start).as("deadline of: %s", what).isLessThan(LIMIT_NANOS);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
