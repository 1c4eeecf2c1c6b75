package io.paipa.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits with a deadline. */
final class Awaiting {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private Awaiting() {}

  /** Looks now and then, for each look may be a question to the cluster. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(what + ": not within " + LIMIT.toSeconds() + " seconds");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
