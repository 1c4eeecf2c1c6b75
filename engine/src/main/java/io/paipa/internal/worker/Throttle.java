package io.paipa.internal.worker;

import io.paipa.RateLimiter;
import io.paipa.Weigher;
import io.paipa.WorkerActivity;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.platform.TimeSource;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the attempts of a step begin as its {@link RateLimiter} says. An item stays where it is, in
 * the claim, among the released turns or the retries, until it has its permits; then it is taken.
 * So no permit is ever given back, nobody holds an item without working on it, and the order in
 * which items begin stays as it is.
 *
 * <p><b>Which item is next.</b> A retry that is due; else the one that is next without a rate. It
 * alone is looked at: an item that costs more is not overtaken for ever by cheaper ones. Items that
 * were put back, and those that came, take turns, since the former may wait for the latter.
 *
 * <p><b>Who writes what.</b> All workers take under the lock, and the user's cost function is
 * called under it. So what was looked at is still there when it is taken. What the next attempt
 * costs, as far as it is known, is written under the lock, and read by workers that only look
 * whether they may go on. It may be of an item that is not next any more, since a retry has become
 * due; the worker that keeps the {@linkplain StepTimer time} looks again at the latest when there
 * is that much. Permits come by the clock, and by a {@linkplain RateLimiter#change change}, after
 * which all workers are woken. So no permit is waited for in vain. The share is opened by the
 * thread that starts the run, and closed by the one that ends it. The first writes the share before
 * it reads whether it is closed, the second the other way round. So one of them closes it.
 */
final class Throttle {
  private final Run run;
  private final UserCode userCode;
  private final RetryQueue retries;

  /** Null if items have no keys. */
  private final @Nullable Keys keys;

  private final TimeSource time;
  private final RateLimiter limiter;
  private final Runnable whenChanged;
  private final @Nullable Weigher<Object> cost;
  private final ReentrantLock lock = new ReentrantLock();

  /** Null until the run is started. A limiter keeps its shares, and may outlive many pipelines. */
  private volatile RateLimiter.@Nullable Share opened;

  private volatile boolean closed;

  /** What was priced last, and not taken: a retry, a turn, or what came from the ring. */
  private @Nullable Object priced;

  private long price;
  private Attempt.@Nullable Refusal refusal;
  private boolean ringIsNext;

  /** What the next attempt needs: no more than its price, if that is not known. */
  private volatile long wanted;

  /** Whether a retry that was due was looked at when that was written. */
  private volatile boolean sawRetry;

  /**
   * Of a step of which nothing has begun.
   *
   * @param whenChanged wakes all workers, after a change of the rate
   */
  Throttle(
      Run run,
      UserCode userCode,
      RetryQueue retries,
      @Nullable Keys keys,
      StationSettings.Rate rate,
      Runnable whenChanged) {
    this.run = run;
    this.userCode = userCode;
    this.retries = retries;
    this.keys = keys;
    this.time = run.time();
    this.cost = rate.cost();
    this.wanted = least();
    this.limiter = rate.limiter();
    this.whenChanged = whenChanged;
  }

  /** The run begins. By the thread that starts it, before any worker. */
  void open() {
    RateLimiter.Share share = limiter.share(time::observedNanoTime, whenChanged);
    opened = share;
    if (closed) {
      share.close(); // the end was forced, while user code kept the starting thread
    }
  }

  private RateLimiter.Share share() {
    return Objects.requireNonNull(opened, "a worker runs, so it is open");
  }

  /** The least that an attempt may cost. */
  private long least() {
    return cost == null ? 1 : 0;
  }

  /**
   * Takes what is next, if it has its permits. By a worker, which calls the user's code in it.
   *
   * @return the attempt; null if there is none, or if it has to wait
   */
  @Nullable Attempt take(Claim claim, Activity activity) {
    lock.lock();
    try {
      Attempt due = retries.peekDue(time.nanoTime());
      if (due == null || (ringIsNext && due.number() == 1 && hasFresh(claim))) {
        return takeFresh(claim, activity, due != null);
      }
      return takeRetry(due, activity);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Attempt takeRetry(Attempt due, Activity activity) {
    if (!isAdmitted(due, due.item(), activity, true) || !retries.takePeeked(due)) {
      return null;
    }
    ringIsNext = true;
    return taken(due);
  }

  private @Nullable Attempt takeFresh(Claim claim, Activity activity, boolean sawDue) {
    Object next = keys == null ? claim.peek() : keys.peek(claim);
    if (next == null) {
      return null;
    }
    Object content = next instanceof Turn turn ? turn.content() : next;
    boolean unkeyed = next instanceof Turn turn && turn.failure() != null;
    if (!unkeyed && !isAdmitted(next, Envelope.itemIn(content), activity, sawDue)) {
      return null;
    }
    ringIsNext = false;
    if (keys == null) {
      claim.take();
      return taken(Attempt.first(content, claim.place()));
    }
    keys.takePeeked((Turn) next, claim);
    return taken(Attempt.first((Turn) next));
  }

  /** Whether an attempt may begin now: it has its permits, or is refused. */
  private boolean isAdmitted(Object candidate, Object item, Activity activity, boolean sawDue) {
    if (cost == null) {
      price = 1;
    } else {
      if (candidate != priced) {
        refusal = null;
        price = price(cost, item, activity);
        priced = candidate;
      }
      refuseIfNever(); // at each look: the burst may have become smaller
    }
    if (run.isEnded()) {
      forget();
      return false;
    }
    if (refusal != null || share().tryTake(price)) {
      return true;
    }
    sawRetry = sawDue;
    wanted = price;
    return false;
  }

  private long price(Weigher<Object> function, Object item, Activity activity) {
    WorkerActivity before = activity.turnTo(WorkerActivity.PROCESSING);
    long permits = 0;
    try {
      permits = checked(function.weigh(item));
    } catch (Throwable t) {
      refusal = refusal(t);
    }
    userCode.handOnInterrupt();
    activity.turnTo(before);
    return permits;
  }

  private static long checked(long permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("a cost of " + permits + " is negative");
    }
    return permits;
  }

  private void refuseIfNever() {
    long burst = share().burst();
    if (refusal == null && price > burst) {
      refusal =
          refusal(
              new IllegalArgumentException(
                  "it costs "
                      + price
                      + ", and could never begin, since there are at most "
                      + burst
                      + " permits; give the limiter a larger burst, or divide the item"));
    }
  }

  private static Attempt.Refusal refusal(Throwable cause) {
    return new Attempt.Refusal("the cost of an item could not be found out", cause);
  }

  private void forget() {
    priced = null;
    refusal = null;
  }

  private Attempt taken(Attempt attempt) {
    Attempt.Refusal why = refusal;
    forget();
    wanted = least();
    return why == null ? attempt : attempt.refused(why);
  }

  private boolean hasFresh(Claim claim) {
    return !claim.isEmpty() || (keys != null && keys.hasReleased());
  }

  /**
   * How long what is next has to wait for permits, as far as it is known. What costs more than the
   * burst, since that has become smaller, need not wait: the next look refuses it.
   *
   * @param retryIsDue whether a retry is due
   * @return nanoseconds; 0 if there are permits for it, or none will ever be
   */
  long heldNanos(boolean retryIsDue) {
    RateLimiter.Share share = opened;
    if (share == null || (retryIsDue && !sawRetry)) {
      return 0;
    }
    long nanos = share.nanosUntil(wanted);
    return nanos == Long.MAX_VALUE ? 0 : nanos;
  }

  /**
   * After the end: it takes no permits any more, and keeps no item. A worker that is stuck in the
   * user's cost function forgets its item when it comes back.
   */
  void close() {
    closed = true;
    RateLimiter.Share share = opened;
    if (share != null) {
      share.close();
    }
    if (lock.tryLock()) {
      forget();
      lock.unlock();
    }
  }
}
