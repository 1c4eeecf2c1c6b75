package io.paipa.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What was asked for, and not delivered. Any thread adds, by an atomic update, and one thread
 * takes. That one fetches all that was added at once, and counts it down by itself: so a result
 * costs no atomic update where much is asked for. Nothing that is added is lost, for what is
 * fetched and what is added after it are apart. {@code Long.MAX_VALUE} is as good as no bound: it
 * is never used up.
 */
final class Demand {
  private final AtomicLong added = new AtomicLong();

  /** Of the thread that takes alone. */
  private long fetched;

  /**
   * More is asked for.
   *
   * @param count from 1
   * @return whether the thread that takes may be waiting for that: it found nothing when it looked
   *     last
   */
  boolean add(long count) {
    return added.getAndAccumulate(count, Demand::sum) == 0;
  }

  private static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum; // both are positive
  }

  /** In the thread that takes: whether something is asked for. */
  boolean isThere() {
    if (fetched == 0) {
      fetched = added.getAndSet(0);
    }
    return fetched > 0;
  }

  /** In the thread that takes, after {@link #isThere}: one was delivered. */
  void takeOne() {
    fetched--;
  }
}
