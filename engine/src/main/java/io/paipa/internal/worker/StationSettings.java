package io.paipa.internal.worker;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.CheckedPredicate;
import io.paipa.FailedItem;
import io.paipa.KeyFunction;
import io.paipa.RateLimiter;
import io.paipa.Weigher;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The options of a step, resolved.
 *
 * @param name its name
 * @param workers how many workers
 * @param capacity the size of its ring
 * @param ordered whether outputs leave in the order of the items
 * @param key gives the keys of items, which keep their order; null if they have none
 * @param rate how often attempts may begin; null if that is not limited
 * @param retrying whether and when failed items are tried again
 * @param onFailure what becomes of failed items
 * @param claimAhead how many items a worker takes before it begins them
 * @param idling how workers wait, and in which threads
 * @param inFlight how many stages may be open; 0 if the step is not asynchronous
 * @param timeoutNanos how long an attempt may take, or NO_LIMIT
 * @param stallNanos how long a worker makes no progress before that is worth a warning
 */
public record StationSettings(
    String name,
    int workers,
    int capacity,
    boolean ordered,
    @Nullable KeyFunction<Object> key,
    @Nullable Rate rate,
    Retrying retrying,
    OnFailure onFailure,
    int claimAhead,
    Idling idling,
    int inFlight,
    long timeoutNanos,
    long stallNanos) {
  /** No limit. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /**
   * How often attempts may begin.
   *
   * @param limiter gives the permits
   * @param cost how many an attempt takes; null if each takes one
   */
  public record Rate(RateLimiter limiter, @Nullable Weigher<Object> cost) {}

  /**
   * Whether and when failed items are tried again.
   *
   * @param max how often
   * @param backoff how long before that
   * @param immediate whether the back-off is known never to wait
   * @param retryable which exceptions are worth it
   */
  public record Retrying(
      int max, Backoff backoff, boolean immediate, CheckedPredicate<? super Exception> retryable) {}

  /**
   * How workers wait for work.
   *
   * @param polling how they do without parking, or null if they park
   * @param keepsCores whether they keep their cores meanwhile, and never park
   * @param virtualThreads whether they are virtual threads
   */
  public record Idling(
      @Nullable Supplier<IdleStrategy> polling, boolean keepsCores, boolean virtualThreads) {}

  /**
   * What becomes of failed items.
   *
   * @param failsPipeline whether the pipeline fails
   * @param deadLetters takes them; null to drop them
   */
  public record OnFailure(
      boolean failsPipeline, @Nullable CheckedConsumer<FailedItem<Object>> deadLetters) {}

  /** How many items may wait for their turn, or another attempt: each worker can have one. */
  int places() {
    return Math.max(capacity, Integer.highestOneBit(2 * workers - 1));
  }

  /** Whether no more than so many items may be taken from the ring and not settled. */
  boolean limitsOpenItems() {
    return reorders() || mayWaitOutsideTheRing();
  }

  /** Whether items that were taken may have to wait for a retry, or for others of their key. */
  boolean mayWaitOutsideTheRing() {
    return key != null || delaysRetries() || (rate != null && retrying.max > 0);
  }

  /** Whether attempts have a limit of time. */
  boolean limitsItems() {
    return timeoutNanos != NO_LIMIT;
  }

  /** Whether an attempt's outputs are to be held back until it has succeeded. */
  boolean wholeAttempts() {
    return retrying.max > 0 || !onFailure.failsPipeline;
  }

  /**
   * Whether items may wait for a retry while others go on.
   *
   * @return true if so
   */
  public boolean delaysRetries() {
    return retrying.max > 0 && !retrying.immediate;
  }

  /**
   * Whether order has to be restored: one worker keeps it, unless items wait for a retry. Where
   * items have keys, the order of each key is kept by other means, and there is no other.
   *
   * @return true if so
   */
  public boolean reorders() {
    boolean mayOvertake = workers > 1 || inFlight > 1;
    return key == null && (mayOvertake ? ordered : delaysRetries());
  }

  /**
   * Whether a worker's outputs are to be in the next ring before it has settled the item.
   *
   * @return true if so
   */
  public boolean publishesDirectly() {
    return reorders() || key != null;
  }
}
