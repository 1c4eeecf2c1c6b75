package io.paipa.internal.worker;

import io.paipa.internal.measure.TimeSheet;
import io.paipa.internal.measure.TimeSheet.Spent;
import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is doing, for the threads that watch it, and what it spends its time on. Written by
 * the worker with release stores, not for each item but where it turns to something else; read by
 * anybody. The clock is read only where the worker begins to wait, or goes on.
 */
public final class Activity {
  /** What a worker can be doing. */
  public enum Doing {
    /** Its thread does not run yet. */
    NOT_STARTED(Spent.OFF),
    /** It takes items, and gives on what came of them. */
    TAKING(Spent.BUSY),
    /** It waits for items. */
    WAITING(Spent.WAITING),
    /** It is in the step's code for an item. */
    PROCESSING(Spent.BUSY),
    /** It is in a hook of the step. */
    IN_HOOK(Spent.BUSY),
    /** It waits for room for an output. */
    BLOCKED(Spent.BLOCKED),
    /** It has ended. */
    ENDED(Spent.OFF);

    private final Spent spent;

    Doing(Spent spent) {
      this.spent = spent;
    }
  }

  private final AtomicReference<Doing> doing = new AtomicReference<>(Doing.NOT_STARTED);
  private final TimeSheet sheet;
  private final TimeSource time;
  private volatile @Nullable Thread thread;

  /**
   * Of a worker that was not started.
   *
   * @param sheet where its time is added up
   * @param time the clock
   */
  Activity(TimeSheet sheet, TimeSource time) {
    this.sheet = sheet;
    this.time = time;
  }

  /** By the worker's thread, first of all. */
  void begin() {
    thread = Thread.currentThread();
    turnTo(Doing.TAKING);
  }

  /** By the worker: turns to something else; gives what it did before. */
  Doing turnTo(Doing next) {
    Doing before = doing.getPlain();
    doing.setRelease(next);
    if (next.spent != before.spent) {
      sheet.turnTo(next.spent, time.observedNanoTime());
    }
    return before;
  }

  /**
   * By the worker: turns from something that it is busy with to something else of that kind. Small,
   * for the way of nearly all items.
   */
  void turnAsBusy(Doing next) {
    doing.setRelease(next);
  }

  /** By the worker: waits for room. */
  void whileBlocked(Runnable wait) {
    Doing before = turnTo(Doing.BLOCKED);
    try {
      wait.run();
    } finally {
      turnTo(before);
    }
  }

  /** By the worker, last of all. */
  void end() {
    turnTo(Doing.ENDED);
    thread = null;
  }

  /**
   * What it is doing.
   *
   * @return at this moment
   */
  public Doing doing() {
    return doing.getAcquire();
  }

  /**
   * Whether user code has it; not while an emit waits for room.
   *
   * @return true if so
   */
  public boolean isInUserCode() {
    Doing now = doing();
    return now == Doing.PROCESSING || now == Doing.IN_HOOK;
  }

  /**
   * Its thread.
   *
   * @return the thread; null if it does not run
   */
  public @Nullable Thread thread() {
    return thread;
  }
}
