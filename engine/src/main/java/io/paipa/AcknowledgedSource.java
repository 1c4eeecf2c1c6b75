package io.paipa;

import java.time.Duration;

/**
 * A source that is told what became of each item, such as a topic of a broker. Each has a thread of
 * its own, which alone calls it, but for {@link #wakeUp} and {@link #bounded}: a client that is not
 * safe for several threads needs no lock. Between these calls that thread makes the {@linkplain
 * Acknowledgement acknowledgements}.
 *
 * <p>An exception of any of these methods fails the pipeline. On every ending the thread outlives
 * the workers: it makes the acknowledgements of what they still settle. After a failure or an abort
 * that takes half of {@link Builder#terminationTimeout} at most; what is open then is {@link
 * Settlement#ABANDONED}.
 *
 * @param <I> type of the items
 */
public interface AcknowledgedSource<I> {
  /**
   * Waits for items, and delivers some. Called again and again while there is room, and nothing
   * ends the source.
   *
   * @param to takes at most {@link Deliveries#room} items
   * @param limit how long to wait for items at most: 100 ms while deliveries are open, for their
   *     acknowledgements wait meanwhile; else a second
   * @return false if nothing more will come
   * @throws Exception to fail the pipeline
   */
  boolean poll(Deliveries<I> to, Duration limit) throws Exception;

  /**
   * Whether the source has an end of its own. Asked once, by the thread that puts it.
   *
   * @return true if it is polled until {@link #poll} gives false; false, as by default, of a topic
   *     or a queue, which {@code finish}, {@code stop} and {@code close} end, too
   */
  default boolean bounded() {
    return false;
  }

  /**
   * Called in place of {@link #poll} while nothing may be delivered, at least once a second: while
   * there is no room, and after the last poll, while deliveries are open. So it can keep a session
   * alive. By default it does nothing.
   *
   * @param deliveries to {@linkplain Deliveries#settle settle} what is in flight
   * @throws Exception to fail the pipeline
   */
  default void idle(Deliveries<I> deliveries) throws Exception {}

  /**
   * Makes a {@link #poll} return soon that waits, since no more items are wanted. Called by other
   * threads; may come when none waits. By default it does nothing: then the limit ends the wait.
   */
  default void wakeUp() {}

  /**
   * Called once, on every ending, after the last acknowledgement. By the source's thread, or, if
   * the pipeline was never started, by the thread that closed it. By default it does nothing.
   *
   * @throws Exception to fail the pipeline
   */
  default void close() throws Exception {}
}
