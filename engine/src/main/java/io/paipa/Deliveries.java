package io.paipa;

import java.time.Duration;

/**
 * Takes what an {@link AcknowledgedSource} delivers. Usable only in the calls of that source that
 * get it, in their thread; {@link IllegalStateException} else.
 *
 * @param <I> type of the items
 */
public interface Deliveries<I> {
  /**
   * How many items may be delivered in this call.
   *
   * @return at least 1 at the beginning of {@code poll}; 0 in {@code idle}
   */
  int room();

  /**
   * Delivers an item. Never waits.
   *
   * @param item the item, never null
   * @param acknowledgement called once, in the source's thread, when the item and everything that
   *     came of it is settled
   * @throws IllegalStateException if there is no {@link #room}; the item is not delivered then
   */
  void deliver(I item, Acknowledgement acknowledgement);

  /**
   * Makes the acknowledgements that are due, and waits until all deliveries are settled and
   * acknowledged: for a client that has to give up what it reads from, and waits for what is in
   * flight.
   *
   * @param limit how long to wait at most; zero or less only makes those that are due
   * @return whether all are settled; false at once when the pipeline has failed or was aborted
   * @throws InterruptedException if interrupted while waiting
   */
  boolean settle(Duration limit) throws InterruptedException;
}
