package io.paipa.flow;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits with a deadline. */
final class Awaiting {
  private Awaiting() {}

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within 20 seconds");
      }
      Thread.yield();
    }
  }
}
