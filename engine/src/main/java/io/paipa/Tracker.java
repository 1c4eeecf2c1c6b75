package io.paipa;

import org.jspecify.annotations.Nullable;

/**
 * Observes every attempt at every item, in the thread of the worker that makes it; but not at those
 * of iterator steps, which pull their items themselves.
 *
 * <p>Called by many threads at once. A tracker observes, it does not decide: an exception that it
 * throws is logged once and otherwise ignored. An {@link Error} fails the pipeline.
 */
public interface Tracker {
  /**
   * An attempt at an item begins.
   *
   * @param stepName the step
   * @param item the item
   */
  default void beforeProcess(String stepName, Object item) {}

  /**
   * An attempt at an item has ended.
   *
   * @param stepName the step
   * @param item the item
   * @param failure what the attempt threw ({@link Skip} included), or null
   */
  default void afterProcess(String stepName, Object item, @Nullable Throwable failure) {}
}
