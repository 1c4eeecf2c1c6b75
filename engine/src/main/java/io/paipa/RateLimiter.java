package io.paipa;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * A limit to how often attempts begin, for {@link ItemSettings#rate(RateLimiter)}: a <em>token
 * bucket</em>. The bucket holds at most as many permits as the <em>burst</em> says, and is full at
 * first. It is filled at a steady rate. An attempt takes a permit when it begins, or as many as it
 * {@linkplain ItemSettings#rate(RateLimiter, Weigher) costs}. So in any time {@code t} at most
 * {@code burst + rate * t} attempts begin.
 *
 * <p>Whoever has the same limiter shares its permits: steps of a pipeline, several pipelines, and
 * all pipelines that one builder has built. Nothing says who of them gets the next permit. On a
 * cluster each member has a copy.
 *
 * <p>Choose the burst with the rate in mind. A burst of 1 spaces attempts out evenly. A thread that
 * waits wakes some time after it is due; what would have come meanwhile and does not fit into the
 * bucket is lost. So a rate of 10,000 a second needs a burst of 10 or so to be reached.
 *
 * <p>Thread-safe. All permits are under its monitor, in which nothing else is called and nobody
 * waits. A permit is taken together with the look whether it is there; so none is given twice. The
 * arithmetic is exact: nothing is lost or won by rounding.
 */
public final class RateLimiter implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Shares that are open: to be told of a change. */
  private final transient List<Share> shares = new CopyOnWriteArrayList<>();

  private transient Bucket bucket;

  private RateLimiter(Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * A limiter.
   *
   * @param permits how many attempts may begin in a period, on average; at least 1
   * @param period the period; positive
   * @param burst how many may begin at once after a time of rest; at least 1
   * @return the limiter
   * @throws IllegalArgumentException if one of them is out of its range, or if they are too large
   *     to be calculated with: the burst may be what comes in some hundred years at most
   */
  public static RateLimiter of(long permits, Duration period, long burst) {
    return new RateLimiter(new Bucket(permits, period, burst));
  }

  /**
   * Changes rate and burst, at once, for all that share them; also while pipelines run. The permits
   * that have gathered stay, as many as fit into the new burst.
   *
   * @param permits how many attempts may begin in a period, on average; at least 1
   * @param period the period; positive
   * @param burst how many may begin at once after a time of rest; at least 1
   * @throws IllegalArgumentException as {@link #of} does; nothing is changed then
   */
  public void change(long permits, Duration period, long burst) {
    Bucket next = new Bucket(permits, period, burst);
    Door.ensureStack(); // else not all would be told
    synchronized (this) {
      for (Share share : shares) {
        bucket.fill(share.nanoTime.getAsLong());
      }
      next.takeOver(bucket);
      bucket = next;
    }
    tellAll();
  }

  /** All are told, also where one of them throws. */
  private void tellAll() {
    Throwable failure = null;
    for (Share share : shares) {
      try {
        share.whenChanged.run();
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /**
   * How many permits come in a {@linkplain #period}.
   *
   * @return the number
   */
  public synchronized long permits() {
    return bucket.permits;
  }

  /**
   * The time in which so many {@linkplain #permits} come.
   *
   * @return the period
   */
  public synchronized Duration period() {
    return Duration.ofNanos(bucket.periodNanos);
  }

  /**
   * How many permits there are at most.
   *
   * @return the burst
   */
  public synchronized long burst() {
    return bucket.burst;
  }

  /**
   * Begins to take permits. The engine does that for each step that has this limiter; other code
   * may do so, too, to keep to the same limit. To be {@linkplain Share#close closed}.
   *
   * @param nanoTime the clock, as {@link System#nanoTime} is one; all that share a limiter must
   *     have the same. It is called under the limiter's lock, and must not throw
   * @param whenChanged called after a {@link #change}, in its thread: it must not wait
   * @return what gives permits
   */
  public Share share(LongSupplier nanoTime, Runnable whenChanged) {
    Share share =
        new Share(
            Objects.requireNonNull(nanoTime, "nanoTime: null is not a clock"),
            Objects.requireNonNull(whenChanged, "whenChanged: null; () -> {} does nothing"));
    shares.add(share);
    return share;
  }

  /** Takes permits of a {@link RateLimiter}. Thread-safe. */
  public final class Share implements AutoCloseable {
    private final LongSupplier nanoTime;
    private final Runnable whenChanged;

    private Share(LongSupplier nanoTime, Runnable whenChanged) {
      this.nanoTime = nanoTime;
      this.whenChanged = whenChanged;
    }

    /**
     * Takes permits, if there are so many.
     *
     * @param cost how many; not negative
     * @return whether it took them: all, or none
     */
    public boolean tryTake(long cost) {
      synchronized (RateLimiter.this) {
        bucket.fill(nanoTime.getAsLong());
        return bucket.tryTake(cost);
      }
    }

    /**
     * How long until there are so many permits, if nobody takes any.
     *
     * @param cost how many; not negative
     * @return nanoseconds; 0 if they are there, {@link Long#MAX_VALUE} if they are more than the
     *     burst
     */
    public long nanosUntil(long cost) {
      synchronized (RateLimiter.this) {
        bucket.fill(nanoTime.getAsLong());
        return bucket.nanosUntil(cost);
      }
    }

    /**
     * How many permits there may be at most.
     *
     * @return the burst
     */
    public long burst() {
      return RateLimiter.this.burst();
    }

    /** Takes no more. */
    @Override
    public void close() {
      shares.remove(this);
    }
  }

  /**
   * Rate, burst, and what there is. Guarded by the limiter's monitor. What there is is counted in
   * <em>grains</em>: a permit is as many grains as the period has nanoseconds, so each nanosecond
   * brings as many grains as permits come in a period. So nothing is rounded.
   */
  private static final class Bucket {
    final long permits;
    final long periodNanos;
    final long burst;

    /** The rate in lowest terms. */
    private final long grainsPerNano;

    private final long grainsPerPermit;
    private final long full;
    private long grains;
    private boolean begun;
    private long filledNanos;

    Bucket(long permits, Duration period, long burst) {
      this.permits = atLeastOne(permits, "permits");
      this.periodNanos = nanos(Checks.positive(period, "period"));
      this.burst = atLeastOne(burst, "burst");
      long divisor = greatestCommonDivisor(permits, periodNanos);
      this.grainsPerNano = permits / divisor;
      this.grainsPerPermit = periodNanos / divisor;
      if (burst > Long.MAX_VALUE / 2 / grainsPerPermit || grainsPerNano > Long.MAX_VALUE / 2) {
        throw new IllegalArgumentException(
            "burst: "
                + burst
                + " at "
                + permits
                + " per "
                + period
                + " is too large a number to be calculated with; give a smaller burst, or round the"
                + " rate");
      }
      this.full = burst * grainsPerPermit;
      this.grains = full;
    }

    private static long atLeastOne(long value, String name) {
      if (value < 1) {
        throw new IllegalArgumentException(
            name + ": " + value + " is not a number of permits; at least 1");
      }
      return value;
    }

    private static long nanos(Duration period) {
      try {
        return period.toNanos();
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "period: " + period + " is too long; at most 292 years", e);
      }
    }

    private static long greatestCommonDivisor(long one, long other) {
      return other == 0 ? one : greatestCommonDivisor(other, one % other);
    }

    /** Adds what has come since the last time. A clock that goes back brings nothing. */
    void fill(long nowNanos) {
      long nanos = begun ? nowNanos - filledNanos : 0;
      if (nanos < 0) {
        return;
      }
      begun = true;
      filledNanos = nowNanos;
      long missing = full - grains;
      grains = nanos > missing / grainsPerNano ? full : grains + nanos * grainsPerNano;
    }

    boolean tryTake(long cost) {
      if (cost > burst || cost * grainsPerPermit > grains) {
        return false;
      }
      grains -= cost * grainsPerPermit;
      return true;
    }

    long nanosUntil(long cost) {
      if (cost > burst) {
        return Long.MAX_VALUE;
      }
      long missing = cost * grainsPerPermit - grains;
      return missing <= 0 ? 0 : (missing - 1) / grainsPerNano + 1;
    }

    /** What was there before a change, as whole permits and a rest that is left out. */
    void takeOver(Bucket before) {
      grains =
          Math.min(full, Math.min(before.grains / before.grainsPerPermit, burst) * grainsPerPermit);
      begun = before.begun;
      filledNanos = before.filledNanos;
    }
  }

  /**
   * What is serialised: rate and burst. A copy begins with a full bucket.
   *
   * @return the written form
   */
  private Object writeReplace() {
    return new Written(permits(), period(), burst());
  }

  private record Written(long permits, Duration period, long burst) implements Serializable {
    private Object readResolve() {
      return of(permits, period, burst);
    }
  }

  /** Rate and burst, for people. */
  @Override
  public String toString() {
    return permits() + " per " + period() + ", burst " + burst();
  }
}
