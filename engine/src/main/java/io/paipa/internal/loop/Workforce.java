package io.paipa.internal.loop;

import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * The workers of all pools that work together, such as the steps of a pipeline, against the cores
 * of the machine. Where there is work for processors only, more workers that are awake than cores
 * do nothing but get in each other's way. Asked by any thread; the answer is that of a moment.
 * Asked often: so it allocates nothing.
 */
public final class Workforce {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** Written under the monitor; never changed once it is here. */
  private volatile IntSupplier[] awakeOfPools = {};

  /**
   * Adds the workers of a pool, while it is being built: behind those that were added before.
   *
   * @param awake gives how many of them are awake
   * @return how many pools were added before
   */
  synchronized int add(IntSupplier awake) {
    IntSupplier[] more = Arrays.copyOf(awakeOfPools, awakeOfPools.length + 1);
    more[awakeOfPools.length] = awake;
    awakeOfPools = more;
    return more.length - 1;
  }

  /** How many pools there are. */
  int pools() {
    return awakeOfPools.length;
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
