package io.paipa.metrics;

import java.time.Duration;

/** Times, in Prometheus's unit. */
final class Seconds {
  private Seconds() {}

  static double of(Duration time) {
    return time.toNanos() / 1e9;
  }
}
