package io.paipa.benchmarks.results;

import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long one fork of a benchmark runs.
 *
 * @param warmups iterations that don't count
 * @param warmupMillis each
 * @param iterations that count
 * @param millis each; for a benchmark of single shots, both times mean nothing
 */
record Pace(int warmups, long warmupMillis, int iterations, long millis) {
  private static final int WARM_UP = 10;
  private static final long COMPILED_AFTER_MILLIS = 12_000;
  private static final int LOOKS = 8;
  private static final long LOOK_MILLIS = 500;

  /**
   * For throughput, with one long warm-up: the quick engines need seconds until all is compiled,
   * and of the slow peers one invocation takes as long.
   */
  static Pace throughput(long millis) {
    return new Pace(1, WARM_UP * millis, 2, millis);
  }

  /**
   * For what two versions do once all is compiled. Many workers leave the compiler little of two
   * cores: with four and four it takes ten seconds, and longer the more code a version has.
   */
  static Pace compiled() {
    return new Pace(1, COMPILED_AFTER_MILLIS, LOOKS, LOOK_MILLIS);
  }

  /** Single shots, which take their own time. */
  static Pace shots(int warmups, int iterations) {
    return new Pace(warmups, 1, iterations, 1);
  }

  TimeValue warmupTime() {
    return TimeValue.milliseconds(warmupMillis);
  }

  TimeValue time() {
    return TimeValue.milliseconds(millis);
  }
}
