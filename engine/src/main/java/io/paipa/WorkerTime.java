package io.paipa;

import java.time.Duration;

/**
 * What the workers of a step have spent their time on, all of them together: four workers that have
 * run for a second have a lifetime of four seconds. A worker's life is from its thread's first
 * moment to its last, or until now. The four times add up to it.
 *
 * @param busy in the step's code, its hooks included, and in taking items and giving outputs on
 * @param blocked waiting for room for an output, since the next step is slower
 * @param waiting waiting for an item, a retry that is due, a key that is free or a stage to
 *     complete
 * @param held waiting because a rate limit does not let an item begin
 */
public record WorkerTime(Duration busy, Duration blocked, Duration waiting, Duration held) {
  /** No time: nothing was measured, as in a co-routine, or before the start. */
  public static final WorkerTime NONE =
      new WorkerTime(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * All four together.
   *
   * @return the workers' lifetime
   */
  public Duration lifetime() {
    return busy.plus(blocked).plus(waiting).plus(held);
  }

  /**
   * What part of a worker's lifetime one of the times is.
   *
   * @param time one of the four
   * @return from 0 to 1; 0 if no worker has lived yet
   */
  public double share(Duration time) {
    long all = lifetime().toNanos();
    return all == 0 ? 0 : (double) time.toNanos() / all;
  }
}
