package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses a pipeline and lets it go on, some times, in some scenarios. Drawn apart, so that older
 * seeds stay what they were but for it.
 */
final class Pauser {
  private static final int ONE_IN_EIGHT = 125;
  private static final int MOST_PAUSES = 6;
  private static final int LONGEST_MICROS = 4_000;

  private final long seed;

  Pauser(Scenario scenario) {
    this.seed = scenario.seed();
  }

  /** Whether there are pauses. */
  boolean pauses() {
    return Mix.hits(Mix.hash(seed, 56), ONE_IN_EIGHT);
  }

  /** All of the pauses, one after another; the last one ends, too. */
  void run(Pipeline<?, ?> pipeline) {
    int count = 1 + Math.floorMod(Mix.hash(seed, 57), MOST_PAUSES);
    for (int i = 0; i < count; i++) {
      park(i, 58);
      pipeline.pause();
      park(i, 59);
      pipeline.resume();
    }
  }

  private void park(int number, int what) {
    LockSupport.parkNanos(1_000L * Math.floorMod(Mix.hash(seed, what, number), LONGEST_MICROS));
  }

  String words() {
    return pauses() ? ", paused" : "";
  }
}
