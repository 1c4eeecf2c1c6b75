package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.time.Duration;
import java.util.Objects;

/**
 * The options of steps that take one item at a time. Chunks and iterator steps don't have them,
 * since these pull their items; but chunks have a {@linkplain ChunkBuilder#onFailure failure
 * policy}, too.
 *
 * @param <In> type of the step's items
 * @param <S> what has the options: a builder, or {@link StepOptions}
 */
@CheckReturnValue
public interface ItemSettings<In, S> extends StepSettings<S> {
  /**
   * Outputs leave in the order in which their items came, whatever the number of workers. Without
   * it, that holds for one worker only. It is not the order in which items are processed: only one
   * worker keeps that, and only if it does not {@linkplain #retrying(int, Backoff) retry} with a
   * delay.
   *
   * <p>No worker waits for its turn: outputs out of turn are kept, for at most {@code capacity}
   * items. When so many are kept behind one that is not done, no further item is begun; retries
   * that are due are. A dropped item gives up its place, a retried one holds it, a reenqueued one
   * takes a new one. What hooks emit has no place: it goes out at once.
   *
   * @return the same, with the option
   */
  default S ordered() {
    return set(StepOption.ORDERED, true);
  }

  /**
   * Items of equal keys are begun one at a time, in the order in which they came, and their outputs
   * leave in that order. Items of other keys go on meanwhile, on any free worker. So the events of
   * one customer keep their order, and customers are worked on side by side.
   *
   * <p>A {@linkplain #retrying(int, Backoff) retry} holds its key, and no worker: nothing of that
   * key is begun before the item that failed is done, skipped or dead-lettered. A {@linkplain
   * StepContext#reenqueue reenqueued} item goes behind what waits of its key. {@code keyed(item ->
   * "all")} is the strict way to process in order, retries included.
   *
   * <p>At most {@code capacity} items are open in the step, or one for each worker, those that wait
   * for their key included; reenqueued ones come on top. When one key has so many, nothing more is
   * taken from the ring, of any key. The {@linkplain StepReport#waitingForKeys report} tells how
   * many wait.
   *
   * <p>Excludes {@link #ordered}: {@link Builder#build} refuses both. One worker, too, keeps only
   * the order of each key then.
   *
   * @param key gives the key of an item. Keys are compared by {@code equals}, and must not change.
   *     A null key means that no order is kept for the item. The function is called once for each
   *     item, before the item is begun: it must be quick, and must not wait. For the items of the
   *     ring one worker at a time calls it, in their order; for a reenqueued item its worker does,
   *     in the call of {@code reenqueue}, beside the others. When it throws, the item has failed,
   *     and takes the {@linkplain #onFailure failure policy}; it is not retried. {@link Skip} drops
   *     the item. The key's {@code equals} and {@code hashCode} must take no lock; what they throw
   *     is a failure of the item, too
   * @return the same, with the option
   */
  default S keyed(KeyFunction<? super In> key) {
    return set(StepOption.KEYED, key);
  }

  /**
   * Tries items again that threw an exception, any but {@link Skip}. The default is not to.
   *
   * <p>An item that waits for its retry lets later ones go before: it is processed again after
   * them. Where the step keeps order, by one worker or {@link #ordered}, that is the order of its
   * outputs alone, and {@link Builder#build} logs a warning. One worker with {@link Backoff#none}
   * keeps the order of processing, too.
   *
   * @param maxRetries how often, after the first attempt; not negative
   * @param backoff how long to wait before a retry; no worker waits
   * @return the same, with the option
   * @throws IllegalArgumentException if the number is negative
   */
  default S retrying(int maxRetries, Backoff backoff) {
    return retrying(maxRetries, backoff, StepOption.Retries.OF_ANY);
  }

  /**
   * Tries items again that threw an exception that a predicate accepts; as {@link #retrying(int,
   * Backoff)} says.
   *
   * @param maxRetries how often, after the first attempt; not negative
   * @param backoff how long to wait before a retry; no worker waits
   * @param retryable says of an exception whether another attempt may help; called by any worker.
   *     If it throws, the pipeline fails
   * @return the same, with the option
   * @throws IllegalArgumentException if the number is negative
   */
  default S retrying(
      int maxRetries, Backoff backoff, CheckedPredicate<? super Exception> retryable) {
    return set(StepOption.RETRYING, new StepOption.Retries(maxRetries, backoff, retryable));
  }

  /**
   * What becomes of an item that failed in all its attempts. The default is {@link
   * FailurePolicy#failPipeline}.
   *
   * @param policy the policy
   * @return the same, with the option
   */
  default S onFailure(FailurePolicy<? super In> policy) {
    return set(StepOption.ON_FAILURE, policy);
  }

  /**
   * Limits how often attempts begin, retries included. An attempt that has no permit waits, outside
   * the workers: these see to other things, and else are {@linkplain WorkerActivity#HELD held}.
   * That is no stall, and does not count for the {@linkplain #itemTimeout time limit}. A retry that
   * is due goes before items that were not begun yet. A fence needs no permit, but waits for the
   * items before it, which do. A finish and a drain keep to the rate; an abort ends the wait at
   * once. The default is no limit.
   *
   * @param limiter the limiter; whatever else has it shares its permits
   * @return the same, with the option
   */
  default S rate(RateLimiter limiter) {
    return set(StepOption.RATE, new StepOption.Rate(limiter, null));
  }

  /**
   * Limits how much is begun in a time, where items differ; as {@link #rate(RateLimiter)} says. An
   * item waits until all its permits are there, and others wait behind it. An item that costs more
   * than the burst could never begin: it has failed, and is not retried. So it is where the cost is
   * negative, or the function throws.
   *
   * @param limiter the limiter; whatever else has it shares its permits
   * @param cost says how many permits an attempt at an item takes
   * @return the same, with the option
   */
  default S rate(RateLimiter limiter, Weigher<? super In> cost) {
    return set(
        StepOption.RATE,
        new StepOption.Rate(limiter, Objects.requireNonNull(cost, "cost: null is not a function")));
  }

  /**
   * How long an attempt at an item may take. Past it the worker is interrupted, and the attempt has
   * failed, with a {@link java.util.concurrent.TimeoutException}: it is retried, or the item takes
   * the {@linkplain #onFailure failure policy}. The time that an attempt waits for room in the next
   * ring does not count. Kept to within a quarter of the limit, and some milliseconds. User code
   * that ignores the interrupt is waited for. The default is no limit.
   *
   * @param limit positive
   * @return the same, with the option
   * @throws IllegalArgumentException if it is zero or negative
   */
  default S itemTimeout(Duration limit) {
    return set(StepOption.ITEM_TIMEOUT, limit);
  }
}
