package io.paipa.internal.loop;

import com.lmax.disruptor.Sequence;

/**
 * About how long an item takes, as the workers of a step or of a pool have learnt; and what follows
 * from it. Written by any of them: a lost update is no harm.
 */
public final class Pace {
  /** No worker sees to nothing but items for longer than that. */
  private static final long RUN_NANOS = 50_000;

  /** The same, of a worker that has no siblings: none waits for it, or could help it. */
  private static final long RUN_ALONE_NANOS = 500_000;

  private static final int RUN_AT_MOST = 256;

  /** What the estimate of an item may always go up by. */
  private static final long LEAST_NANOS = 50;

  private static final long CHEAP_NANOS = 5_000;

  /**
   * What it costs to take an item that another worker takes at the same time, and somewhat more.
   */
  public static final long CONTENDED_NANOS = 60;

  /** A backlog shorter than this is done before a woken thread would run. */
  private static final long WORTH_WAKING_NANOS = 50_000;

  private static final long WORTH_MEASURING_NANOS = 50_000;

  private final Sequence itemNanos = new Sequence(Long.MAX_VALUE / 4);

  private final long runNanos;
  private final long contendedNanos;

  /**
   * A pace that is not known: every item may take long.
   *
   * @param shared whether there are several workers
   */
  public Pace(boolean shared) {
    this(shared, CONTENDED_NANOS);
  }

  /**
   * A pace that is not known: every item may take long.
   *
   * @param shared whether there are several workers
   * @param contendedNanos what it costs to take an item that another worker takes at the same time
   */
  public Pace(boolean shared, long contendedNanos) {
    this.contendedNanos = contendedNanos;
    this.runNanos = shared ? RUN_NANOS : RUN_ALONE_NANOS;
  }

  /**
   * Learns how long an item took. What is known goes down at once, and up by no more than the
   * double. For among many quick items one in a while takes as long as another thread had the
   * processor meanwhile.
   *
   * @param nanos the mean of a run of items
   */
  public void learn(long nanos) {
    long before = itemNanos.get();
    if (before > Integer.MAX_VALUE) {
      itemNanos.set(nanos); // the first time
    } else {
      itemNanos.set(
          nanos < before ? (before + nanos) / 2 : Math.min(nanos, 2 * before + LEAST_NANOS));
    }
  }

  /**
   * How many items are worth while to be claimed before anything else is seen to.
   *
   * @return the number, at least 1
   */
  public int fitting() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, runNanos / Math.max(1, itemNanos.get())));
  }

  /**
   * How many items a worker may begin before it sees to anything else.
   *
   * @return the number, at least 1
   */
  public int run() {
    return Math.min(RUN_AT_MOST, fitting());
  }

  /**
   * Whether waking a worker for one item costs more than the item does.
   *
   * @return true if so
   */
  public boolean isCheap() {
    return itemNanos.get() < CHEAP_NANOS;
  }

  /**
   * Whether so many workers hinder each other more than they help.
   *
   * @param workers how many take at the same time
   * @return true if so
   */
  public boolean isCrowdedBy(int workers) {
    return itemNanos.get() < contendedNanos * workers;
  }

  /**
   * Whether a woken thread would still find something to do.
   *
   * @param backlog how many items wait
   * @return true if so
   */
  public boolean isWorthWaking(long backlog) {
    return take(backlog, WORTH_WAKING_NANOS);
  }

  /**
   * Whether so many items took so long that another look at the clock is nothing to that.
   *
   * @param items how many, since the last look
   * @return true if so
   */
  public boolean isWorthMeasuring(long items) {
    return take(items, WORTH_MEASURING_NANOS);
  }

  private boolean take(long items, long nanos) {
    return items > nanos / Math.max(1, itemNanos.get());
  }
}
