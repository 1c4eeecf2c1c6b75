package io.paipa;

import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How the workers of a step wait for items, and its producers for room. Immutable.
 *
 * <p>{@link #parking()} is the default and right nearly always. {@link #yielding()} and {@link
 * #busySpin()} trade processor time for latency, and are right only where a core can be given to
 * each waiting thread. Of the producers that wait for room in one ring, at most one less than there
 * are cores spin or yield. All others park: they would take the core from the worker that makes the
 * room. Nor may a worker that spins or yields be a virtual thread, whether by {@link
 * StepOptions#virtualThreads} or by {@link Builder#threadFactory}: it would keep others from
 * running.
 */
public final class Waiting implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Waiting PARKING = new Waiting(Kind.PARKING, 0, 0, 0, 0);
  private static final Waiting YIELDING = new Waiting(Kind.YIELDING, 0, 0, 0, 0);
  private static final Waiting BUSY_SPIN = new Waiting(Kind.BUSY_SPIN, 0, 0, 0, 0);

  /** The kinds of strategies, each with a method that makes it. */
  public enum Kind {
    /** {@link Waiting#parking}. */
    PARKING,
    /** {@link Waiting#yielding}. */
    YIELDING,
    /** {@link Waiting#busySpin}. */
    BUSY_SPIN,
    /** {@link Waiting#backoff}. */
    BACKOFF
  }

  /** Which of the strategies it is. */
  private final Kind kind;

  /** How often a thread spins before it yields; 0 where it does not back off. */
  private final int spins;

  /** How often a thread yields before it sleeps; 0 where it does not back off. */
  private final int yields;

  /** How long the first sleep is; 0 where a thread does not back off. */
  private final long minParkNanos;

  /** How long the longest sleep is; 0 where a thread does not back off. */
  private final long maxParkNanos;

  private Waiting(Kind kind, int spins, int yields, long minParkNanos, long maxParkNanos) {
    this.kind = kind;
    this.spins = spins;
    this.yields = yields;
    this.minParkNanos = minParkNanos;
    this.maxParkNanos = maxParkNanos;
  }

  /**
   * Spins briefly, yields as long as that is of use, then parks until woken: an idle step uses no
   * processor time, and a new item wakes one worker. This is the default.
   *
   * @return the strategy
   */
  public static Waiting parking() {
    return PARKING;
  }

  /**
   * Spins, then yields for ever. Uses the processor fully while idle, but lets others run.
   *
   * @return the strategy
   */
  public static Waiting yielding() {
    return YIELDING;
  }

  /**
   * Spins for ever: the lowest latency, if each waiting thread has a core of its own. Building a
   * pipeline with more spinning threads than cores logs a warning.
   *
   * @return the strategy
   */
  public static Waiting busySpin() {
    return BUSY_SPIN;
  }

  /**
   * Spins, yields, then sleeps ever longer, without being woken: publishing is cheapest, and
   * latency is up to {@code maxPark}.
   *
   * @param spins how often to spin first, not negative
   * @param yields how often to yield then, not negative
   * @param minPark the first sleep, at least one microsecond
   * @param maxPark the longest sleep, at least {@code minPark}
   * @return the strategy
   * @throws IllegalArgumentException if a value is out of its range
   */
  public static Waiting backoff(int spins, int yields, Duration minPark, Duration maxPark) {
    if (spins < 0 || yields < 0) {
      throw new IllegalArgumentException(
          "spins, yields: " + spins + ", " + yields + "; neither can be negative");
    }
    Checks.notNegative(minPark, "minPark");
    Checks.notNegative(maxPark, "maxPark");
    if (nanos(minPark) < 1_000) {
      throw new IllegalArgumentException("minPark: " + minPark + "; at least one microsecond");
    }
    if (maxPark.compareTo(minPark) < 0) {
      throw new IllegalArgumentException(
          "maxPark: " + maxPark + " is shorter than minPark, " + minPark);
    }
    return new Waiting(Kind.BACKOFF, spins, yields, nanos(minPark), nanos(maxPark));
  }

  private static long nanos(Duration time) {
    return TimeUnit.NANOSECONDS.convert(time); // the longest there is, if it is longer
  }

  /**
   * What kind of strategy it is.
   *
   * @return its kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * How often to spin first.
   *
   * @return the number; 0 unless it is a {@link #backoff}
   */
  public int spins() {
    return spins;
  }

  /**
   * How often to yield then.
   *
   * @return the number; 0 unless it is a {@link #backoff}
   */
  public int yields() {
    return yields;
  }

  /**
   * How long to sleep first.
   *
   * @return the time; zero unless it is a {@link #backoff}
   */
  public Duration minPark() {
    return Duration.ofNanos(minParkNanos);
  }

  /**
   * How long to sleep at most.
   *
   * @return the time; zero unless it is a {@link #backoff}
   */
  public Duration maxPark() {
    return Duration.ofNanos(maxParkNanos);
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
