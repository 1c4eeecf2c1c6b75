package io.paipa.internal.worker;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a worker is doing, for the threads that watch it. Written by the worker with release stores,
 * not for each item but where it turns to something else; read by anybody.
 */
public final class Activity {
  /** What a worker can be doing. */
  public enum Doing {
    /** Its thread does not run yet. */
    NOT_STARTED,
    /** It looks or waits for items. */
    WAITING,
    /** It is in the step's code for an item. */
    PROCESSING,
    /** It is in a hook of the step. */
    IN_HOOK,
    /** It has ended. */
    ENDED
  }

  private final AtomicReference<Doing> doing = new AtomicReference<>(Doing.NOT_STARTED);
  private volatile @Nullable Thread thread;

  /** By the worker's thread, first of all. */
  void begin() {
    thread = Thread.currentThread();
    turnTo(Doing.WAITING);
  }

  /** By the worker: turns to something else; gives what it did before. */
  Doing turnTo(Doing next) {
    Doing before = doing.getPlain();
    doing.setRelease(next);
    return before;
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
   * Whether user code has it.
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
