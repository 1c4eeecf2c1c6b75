package io.paipa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a step is staffed and how it treats its items. Immutable and reusable; each method returns a
 * changed copy. What is not set here comes from the builder's {@linkplain Builder#defaults
 * defaults}, then from the defaults stated here.
 *
 * <p>Meant for static import: {@code workers(4).retrying(3, Backoff.none())}.
 *
 * @param <I> type of the step's items
 */
@CheckReturnValue
public final class StepOptions<I> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** {@code build()} takes some 1.5 kB for each: 100 MB for so many. */
  private static final int MAX_WORKERS = 65_536;

  /** {@code build()} takes 8 to 12 bytes for each: up to 200 MB for so many. */
  private static final int MAX_CAPACITY = 1 << 24;

  private static final StepOptions<Object> NONE = new StepOptions<>();

  /** How many workers. */
  private @Nullable Integer workers;

  /** How many slots. */
  private @Nullable Integer capacity;

  /** Whether outputs are ordered. */
  private @Nullable Boolean ordered;

  /** How many retries. */
  private @Nullable Integer maxRetries;

  /** How long before a retry. */
  private @Nullable Backoff backoff;

  /** What is retried. */
  @SuppressWarnings("serial") // serialised if the user's predicate is serialisable
  private @Nullable Predicate<? super Exception> retryable;

  /** What becomes of failed items. */
  private @Nullable FailurePolicy<? super I> policy;

  /** How many items a claim. */
  private @Nullable Integer claimAtMost;

  /** How to wait. */
  private @Nullable Waiting waiting;

  /** Whether the workers are virtual threads. */
  private @Nullable Boolean virtualThreads;

  /** How long an attempt may take. */
  private @Nullable Duration itemTimeout;

  /** When a worker is stuck. */
  private @Nullable Duration stallAfter;

  private StepOptions() {}

  /** The same options; what only the copy's type says is not checked. */
  private <J extends I> StepOptions<J> changed(Consumer<StepOptions<J>> change) {
    StepOptions<J> copy = new StepOptions<>();
    copy.workers = workers;
    copy.capacity = capacity;
    copy.ordered = ordered;
    copy.maxRetries = maxRetries;
    copy.backoff = backoff;
    copy.retryable = retryable;
    copy.policy = policy;
    copy.claimAtMost = claimAtMost;
    copy.waiting = waiting;
    copy.virtualThreads = virtualThreads;
    copy.itemTimeout = itemTimeout;
    copy.stallAfter = stallAfter;
    change.accept(copy);
    return copy;
  }

  /**
   * Options with nothing set: one worker, unless the builder's defaults say otherwise.
   *
   * @return the options
   */
  public static StepOptions<Object> options() {
    return NONE;
  }

  /**
   * Options with a number of workers. The default is 1.
   *
   * @param count from 1 to 65,536
   * @return the options
   * @throws IllegalArgumentException if the count is less than 1, or more than 65,536
   */
  public static StepOptions<Object> workers(int count) {
    Checks.atLeastOne(count, "workers", "workers");
    if (count > MAX_WORKERS) {
      throw new IllegalArgumentException(
          "workers: "
              + count
              + " are too many for a step; at most 65,536. Each is a thread: as many as are to work"
              + " at once are enough, for further items wait in the step's ring");
    }
    return NONE.changed(copy -> copy.workers = count);
  }

  /**
   * The size of the ring in front of the step; also how many items it keeps for retries, and the
   * window of an ordered step. The default is 1,024.
   *
   * <p>A step that retries with a back-off, or is ordered, works on at most so many items at once:
   * give it at least as many slots as workers.
   *
   * @param slots a power of two, from 2 to 2^24
   * @return changed options
   * @throws IllegalArgumentException if it is no power of two, less than 2, or more than 2^24
   */
  public StepOptions<I> capacity(int slots) {
    if (slots < 2 || slots > MAX_CAPACITY || Integer.bitCount(slots) != 1) {
      throw new IllegalArgumentException(
          "capacity: " + slots + " is not a number of slots; a power of two from 2 to 2^24");
    }
    return changed(copy -> copy.capacity = slots);
  }

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
   * @return changed options
   */
  public StepOptions<I> ordered() {
    return changed(copy -> copy.ordered = true);
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
   * @return changed options
   * @throws IllegalArgumentException if the number is negative
   */
  public StepOptions<I> retrying(int maxRetries, Backoff backoff) {
    return retrying(maxRetries, backoff, null, false);
  }

  /**
   * Tries items again that threw an exception that a predicate accepts; as {@link #retrying(int,
   * Backoff)} says.
   *
   * @param maxRetries how often, after the first attempt; not negative
   * @param backoff how long to wait before a retry; no worker waits
   * @param retryable says of an exception whether another attempt may help; called by any worker.
   *     If it throws, the pipeline fails
   * @return changed options
   * @throws IllegalArgumentException if the number is negative
   */
  public StepOptions<I> retrying(
      int maxRetries, Backoff backoff, Predicate<? super Exception> retryable) {
    return retrying(maxRetries, backoff, retryable, true);
  }

  private StepOptions<I> retrying(
      int maxRetries,
      Backoff backoff,
      @Nullable Predicate<? super Exception> retryable,
      boolean selective) {
    if (maxRetries < 0) {
      throw new IllegalArgumentException(
          "maxRetries: " + maxRetries + " is not a number of retries; 0 or more");
    }
    Objects.requireNonNull(backoff, "backoff: null; Backoff.none() retries at once");
    if (selective) {
      Objects.requireNonNull(retryable, "retryable: null is not a predicate");
    }
    return changed(
        copy -> {
          copy.maxRetries = maxRetries;
          copy.backoff = backoff;
          copy.retryable = retryable;
        });
  }

  /**
   * What becomes of an item that failed in all its attempts. The default is {@link
   * FailurePolicy#failPipeline}.
   *
   * @param policy the policy, never null
   * @param <J> type of the items that the policy takes
   * @return changed options
   */
  public <J extends I> StepOptions<J> onFailure(FailurePolicy<? super J> policy) {
    Objects.requireNonNull(policy, "policy: null; FailurePolicy.failPipeline() is the default");
    return this.<J>changed(copy -> copy.policy = policy);
  }

  /**
   * The most items that a worker takes from the ring at once. The default is 256, and less with
   * more than 32 workers: 8,192 divided by their number, but at least 16. Workers take fewer where
   * items are slow, and a claimed item that waits behind a slow one is taken over by an idle
   * worker, so there is rarely a reason to change this. However large the number, a worker takes no
   * more than 32,767, and all workers of the step together no more than 4,194,304.
   *
   * @param items at least 1
   * @return changed options
   * @throws IllegalArgumentException if it is less than 1
   */
  public StepOptions<I> claimAtMost(int items) {
    Checks.atLeastOne(items, "claimAtMost", "items");
    return changed(copy -> copy.claimAtMost = items);
  }

  /**
   * How the step's workers wait for items, and its producers for room. The default is {@link
   * Waiting#parking}.
   *
   * @param waiting the strategy, never null
   * @return changed options
   */
  public StepOptions<I> waiting(Waiting waiting) {
    Objects.requireNonNull(waiting, "waiting: null; Waiting.parking() is the default");
    return changed(copy -> copy.waiting = waiting);
  }

  /**
   * The step's workers are virtual threads: for many workers that block. Needs a JDK of 21 or
   * newer, else {@link Builder#build} throws. Excludes {@link Builder#threadFactory}, {@link
   * Waiting#busySpin} and {@link Waiting#yielding}. Virtual threads are always daemon threads;
   * unless the pipeline is one, a platform thread keeps the JVM until it has ended. The default is
   * platform threads.
   *
   * @return changed options
   */
  public StepOptions<I> virtualThreads() {
    return changed(copy -> copy.virtualThreads = true);
  }

  /**
   * How long an attempt at an item may take. Past it the worker is interrupted, and the attempt has
   * failed, with a {@link java.util.concurrent.TimeoutException}: it is retried, or the item takes
   * the {@linkplain #onFailure failure policy}. The time that an attempt waits for room in the next
   * ring does not count. Kept to within a quarter of the limit, and some milliseconds. User code
   * that ignores the interrupt is waited for. The default is no limit.
   *
   * @param limit positive
   * @return changed options
   * @throws IllegalArgumentException if it is zero or negative
   */
  public StepOptions<I> itemTimeout(Duration limit) {
    Checks.positive(limit, "itemTimeout");
    return changed(copy -> copy.itemTimeout = limit);
  }

  /**
   * After how long a worker that is in the step's code and gets nothing done is worth a warning,
   * which names it and where it is; another follows when it goes on. Goes to the {@link
   * System.Logger} named {@code io.paipa}. The default is 30 seconds.
   *
   * @param limit positive
   * @return changed options
   * @throws IllegalArgumentException if it is zero or negative
   */
  public StepOptions<I> stallAfter(Duration limit) {
    Checks.positive(limit, "stallAfter");
    return changed(copy -> copy.stallAfter = limit);
  }

  /** These options, and what they leave open as the given ones say. */
  StepOptions<I> resolved(StepOptions<Object> defaults) {
    return changed(
        copy -> {
          copy.workers = orElse(workers, defaults.workers);
          copy.capacity = orElse(capacity, defaults.capacity);
          copy.ordered = orElse(ordered, defaults.ordered);
          if (maxRetries == null) {
            copy.maxRetries = defaults.maxRetries;
            copy.backoff = defaults.backoff;
            copy.retryable = defaults.retryable;
          }
          copy.policy = policy != null ? policy : defaults.policy;
          copy.claimAtMost = orElse(claimAtMost, defaults.claimAtMost);
          copy.waiting = orElse(waiting, defaults.waiting);
          copy.virtualThreads = orElse(virtualThreads, defaults.virtualThreads);
          copy.itemTimeout = orElse(itemTimeout, defaults.itemTimeout);
          copy.stallAfter = orElse(stallAfter, defaults.stallAfter);
        });
  }

  private static <V> @Nullable V orElse(@Nullable V value, @Nullable V other) {
    return value != null ? value : other;
  }

  @Nullable Integer workers() {
    return workers;
  }

  @Nullable Integer capacity() {
    return capacity;
  }

  boolean isOrdered() {
    return ordered != null && ordered;
  }

  int maxRetries() {
    return maxRetries == null ? 0 : maxRetries;
  }

  @Nullable Backoff backoff() {
    return backoff;
  }

  @Nullable Predicate<? super Exception> retryable() {
    return retryable;
  }

  @Nullable FailurePolicy<? super I> policy() {
    return policy;
  }

  @Nullable Integer claimAtMost() {
    return claimAtMost;
  }

  @Nullable Waiting waiting() {
    return waiting;
  }

  @Nullable Duration itemTimeout() {
    return itemTimeout;
  }

  @Nullable Duration stallAfter() {
    return stallAfter;
  }

  boolean areVirtual() {
    return virtualThreads != null && virtualThreads;
  }
}
