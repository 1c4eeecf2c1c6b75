package io.paipa.internal.loop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;

/**
 * The workers of all pools that work together, such as the steps of a pipeline, against the cores
 * of the machine. Where there is work for processors only, more workers that are awake than cores
 * do nothing but get in each other's way. Asked by any thread; the answer is that of a moment.
 */
public final class Workforce {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final List<IntSupplier> awakeOfPools = new CopyOnWriteArrayList<>();

  /**
   * Adds the workers of a pool, while it is being built.
   *
   * @param awake gives how many of them are awake
   */
  void add(IntSupplier awake) {
    awakeOfPools.add(awake);
  }

  /** Whether fewer workers are awake than there are cores. */
  boolean leavesCoresIdle() {
    int awake = 0;
    for (IntSupplier ofPool : awakeOfPools) {
      awake += ofPool.getAsInt();
    }
    return awake < CORES;
  }
}
