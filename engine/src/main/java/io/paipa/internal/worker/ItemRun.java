package io.paipa.internal.worker;

import io.paipa.internal.loop.Pace;
import io.paipa.internal.platform.TimeSource;

/**
 * A run: the items that a worker begins one after the other before it sees to anything else; and
 * what it learns from their time. Confined to the worker's thread.
 */
final class ItemRun {
  private static final int RUNS_PER_MEASURE = 8;

  private final Pace pace;
  private final TimeSource time;
  private final ServiceSampler sampler;
  private final boolean shared;
  private final int size;
  private int begun;
  private int mayBegin;
  private int runs;
  private boolean measured;
  private long start;

  /**
   * The runs of a worker.
   *
   * @param index the worker's number
   * @param size how many items the step claims at once, at most
   */
  ItemRun(Station station, int index, int size) {
    this.sampler = station.samplers[index];
    this.pace = station.pace;
    this.time = station.run.time();
    this.shared = station.isShared();
    this.size = size;
    this.mayBegin = shared ? 1 : size;
  }

  /** Whether one more item may be begun. */
  boolean isOpen() {
    return begun < mayBegin;
  }

  /** The first item is begun, or one that was waited for. */
  void begin() {
    if (begun++ == 0 && measures()) {
      start = time.nanoTime();
      measured = true;
    }
  }

  /** Another item is begun. */
  void goOn() {
    begun++;
  }

  /** A worker without siblings that claims as much as it can looks at the clock now and then. */
  private boolean measures() {
    return shared || ++runs % RUNS_PER_MEASURE == 0 || pace.fitting() < size;
  }

  /** All that were begun are worked on: learns how long they took. */
  void end() {
    if (measured) {
      measured = false;
      pace.learn((time.nanoTime() - start) / begun);
      if (shared) {
        mayBegin = pace.run();
      }
    }
    sampler.worked(begun);
    begun = 0;
  }
}
