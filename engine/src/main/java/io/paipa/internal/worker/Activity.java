package io.paipa.internal.worker;

import io.paipa.WorkerActivity;
import io.paipa.internal.measure.Pad;
import io.paipa.internal.measure.TimeSheet;
import io.paipa.internal.measure.TimeSheet.Spent;
import io.paipa.internal.platform.TimeSource;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is doing, for the threads that watch it, and what it spends its time on. Written by
 * the worker with release stores, not for each item but where it turns to something else; read by
 * anybody. So it shares no cache line with that of another worker. The clock is read only where the
 * worker begins to wait, or goes on.
 */
public final class Activity extends Pad {
  private static final VarHandle DOING;

  static {
    try {
      DOING = MethodHandles.lookup().findVarHandle(Activity.class, "doing", WorkerActivity.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private WorkerActivity doing = WorkerActivity.NOT_STARTED;
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

  private static Spent spentOn(WorkerActivity activity) {
    return switch (activity) {
      case NOT_STARTED, ENDED -> Spent.OFF;
      case TAKING, PROCESSING, IN_HOOK -> Spent.BUSY;
      case WAITING -> Spent.WAITING;
      case HELD -> Spent.HELD;
      case BLOCKED -> Spent.BLOCKED;
    };
  }

  /** By the worker's thread, first of all. */
  void begin() {
    thread = Thread.currentThread();
    turnTo(WorkerActivity.TAKING);
  }

  /** By the worker: turns to something else; gives what it did before. */
  WorkerActivity turnTo(WorkerActivity next) {
    WorkerActivity before = doing;
    DOING.setRelease(this, next);
    Spent spent = spentOn(next);
    if (spent != spentOn(before)) {
      sheet.turnTo(spent, time.observedNanoTime());
    }
    return before;
  }

  /**
   * By the worker: turns from something that it is busy with to something else of that kind. Small,
   * for the way of nearly all items.
   */
  void turnAsBusy(WorkerActivity next) {
    DOING.setRelease(this, next);
  }

  /** By the worker: waits for room. */
  void whileBlocked(Runnable wait) {
    WorkerActivity before = turnTo(WorkerActivity.BLOCKED);
    try {
      wait.run();
    } finally {
      turnTo(before);
    }
  }

  /** By the worker, last of all. */
  void end() {
    turnTo(WorkerActivity.ENDED);
    thread = null;
  }

  /**
   * What it is doing.
   *
   * @return at this moment
   */
  public WorkerActivity doing() {
    return (WorkerActivity) DOING.getAcquire(this);
  }

  /**
   * Whether user code has it; not while an emit waits for room.
   *
   * @return true if so
   */
  public boolean isInUserCode() {
    WorkerActivity now = doing();
    return now == WorkerActivity.PROCESSING || now == WorkerActivity.IN_HOOK;
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
