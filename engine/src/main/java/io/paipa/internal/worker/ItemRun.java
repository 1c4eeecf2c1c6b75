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

  /** Of these, the first ones from which nothing is learnt. */
  private int leftOut;

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
    if (begun++ == 0) {
      leftOut = 0;
      measured = measures();
      start = measured ? time.nanoTime() : 0;
    } else if (measured && sampler.tookLongWay()) {
      leftOut = begun - 1;
      start = time.nanoTime();
    }
  }

  /** How many more items may be begun. */
  int left() {
    return mayBegin - begun;
  }

  /** So many more items were begun. */
  void begun(int count) {
    begun += count;
  }

  /** A worker without siblings that claims as much as it can looks at the clock now and then. */
  private boolean measures() {
    return shared || ++runs % RUNS_PER_MEASURE == 0 || pace.fitting() < size;
  }

  /**
   * All that were begun are worked on: learns how long they took. An attempt that is measured takes
   * a longer way than the others. Among cheap items its time would make all seem slow, and bring in
   * workers that hinder each other.
   */
  void end() {
    boolean longWay = sampler.tookLongWay();
    if (measured) {
      measured = false;
      int counted = begun - leftOut;
      if (!longWay) {
        pace.learn((time.nanoTime() - start) / counted);
      } else if (counted == 1) {
        pace.learn(sampler.lastNanos());
      }
      if (shared) {
        mayBegin = pace.run();
      }
    }
    sampler.worked(begun);
    begun = 0;
  }
}
