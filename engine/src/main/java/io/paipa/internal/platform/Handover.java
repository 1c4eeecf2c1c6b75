package io.paipa.internal.platform;

import java.util.Iterator;

/**
 * Results that can be read once. A pipeline or a recipe that gets them as its source takes them
 * over, so that a use before that, or after it, is refused where it happens.
 *
 * @param <T> type of the results
 */
public interface Handover<T> {
  /**
   * Gives the rest of the results to another reader; only that one can read them from now on.
   *
   * @return what the other reads
   * @throws IllegalStateException if they were read to their end, closed, or handed over before
   */
  Iterator<T> handOver();
}
