package io.paipa.benchmarks.model;

/**
 * What a simulation comes to.
 *
 * @param workers how many took items: fewer than the step has, where more would be slower
 * @param itemsPerNano how many items were taken in a nanosecond
 * @param busyShare the share of time in which the shared word was on its way, or the claim was
 *     being refilled
 */
public record Outcome(int workers, double itemsPerNano, double busyShare) {
  /**
   * How many workers this is worth that have nothing to do with each other.
   *
   * @param itemNanos what an item costs
   * @return the speed-up over one worker
   */
  public double speedUp(double itemNanos) {
    return itemsPerNano * itemNanos;
  }
}
