package io.paipa.internal.loop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The workers of all steps of a pipeline, against the cores of the machine: where there is work for
 * processors only, more workers that are awake than cores do nothing but get in each other's way.
 * Asked by any thread; the answer is that of a moment.
 */
public final class Workforce {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final List<Signal> steps = new CopyOnWriteArrayList<>();

  /** The workers of one more step; while it is being built. */
  void add(Signal step) {
    steps.add(step);
  }

  /** Whether fewer workers are awake than there are cores. */
  boolean leavesCoresIdle() {
    int awake = 0;
    for (Signal step : steps) {
      awake += step.awake();
    }
    return awake < CORES;
  }
}
