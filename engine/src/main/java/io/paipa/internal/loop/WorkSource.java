package io.paipa.internal.loop;

import java.util.concurrent.locks.LockSupport;

/**
 * What a worker takes its work from: a step's ring, with all that a step does besides, or a ring
 * that a user has made. Its {@link WorkLoop} and its {@link Waiter} ask it, in the worker's thread
 * alone; so each worker has one of its own.
 */
public interface WorkSource {
  /** What a look for work has come to. */
  enum Look {
    /** There is something to work on, and it is this worker's now. */
    WORK,
    /** Nothing yet, but something else was done, or is about to change: look again. */
    AGAIN,
    /** Others take what there is, and are quicker without this worker. */
    CROWDED,
    /** Nothing: wait. */
    NOTHING,
    /** Nothing, and nothing will come. */
    END
  }

  /**
   * Looks for work, and takes it; or sees to what else is due.
   *
   * @return what came of it
   */
  Look look();

  /**
   * Whether there is something to do that is not to be shared with others. Read again after a fence
   * before the worker parks.
   *
   * @return true if a look would find it
   */
  boolean hasDuties();

  /**
   * Whether there is something to take. Read again after a fence before the worker parks.
   *
   * @return true if a look may find it
   */
  boolean hasItems();

  /**
   * The worker begins to wait, since nothing was found; or waits no more.
   *
   * @param now whether it waits from now on
   */
  default void waits(boolean now) {}

  /** Wakes another worker, if there is more than this one takes. */
  void handOn();

  /** There was nothing to take; called once, before the worker goes to park. */
  void ranEmpty();

  /**
   * How far all workers have come together.
   *
   * @return a number that changes whenever one of them takes something
   */
  long progress();

  /**
   * Whether items are so cheap that waking a worker for one costs more than the item does.
   *
   * @return true if so
   */
  boolean isCheap();

  /**
   * Whether it is worth while that one more worker comes to help.
   *
   * @return true if so
   */
  boolean isWorthJoining();

  /**
   * Whether so many items have gathered, or half of what the ring holds.
   *
   * @param enough how many are enough
   * @return true if so
   */
  boolean hasGathered(long enough);

  /**
   * How long until something is due that only this worker sees to.
   *
   * @return nanoseconds; {@link Long#MAX_VALUE} if nothing is
   */
  long deadlineNanos();

  /**
   * Parks the calling thread; less long, if this worker keeps the time for something that is due.
   *
   * @param atMostNanos how long at most
   * @param byMachine whether by the machine's clock, whatever the pipeline's says
   */
  default void park(long atMostNanos, boolean byMachine) {
    if (atMostNanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, atMostNanos);
    }
  }

  /**
   * The thread was interrupted while it waited. Its flag is cleared, so that it can wait again:
   * only an end means stop to a worker.
   */
  default void interrupted() {}
}
