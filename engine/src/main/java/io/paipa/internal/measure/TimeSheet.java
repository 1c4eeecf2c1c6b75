package io.paipa.internal.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a worker has spent its time on. It turns where the worker begins to wait, or goes on, and
 * not for each item.
 *
 * <p><b>Who writes what.</b> The worker's thread alone writes. It makes the version odd before it
 * changes the rest, and even afterwards. A reader that finds an odd version, or another one after
 * than before, reads again: so what it gets was true at one moment, and the times add up. That is a
 * sequence lock, with the fences of H. Boehm, "Can seqlocks get along with programming language
 * memory models?" (2012). The worker never waits for a reader; a reader waits for some stores.
 */
public final class TimeSheet extends Pad {
  /** What time is spent on. */
  public enum Spent {
    /** The worker works: in the step's code, or on what that takes and gives. */
    BUSY,
    /** There is no room for its outputs. */
    BLOCKED,
    /** There is nothing to do. */
    WAITING,
    /** A rate lets nothing begin. */
    HELD,
    /** It has not begun, or has ended. */
    OFF
  }

  /**
   * The times so far.
   *
   * @param busyNanos it worked
   * @param blockedNanos it waited for room behind it
   * @param waitingNanos it waited for something to do
   * @param heldNanos it waited since a rate let nothing begin
   */
  public record Times(long busyNanos, long blockedNanos, long waitingNanos, long heldNanos) {
    /** No time at all. */
    public static final Times NONE = new Times(0, 0, 0, 0);

    /**
     * Of two workers.
     *
     * @param other the times of the other
     * @return the sums
     */
    public Times plus(Times other) {
      return new Times(
          busyNanos + other.busyNanos,
          blockedNanos + other.blockedNanos,
          waitingNanos + other.waitingNanos,
          heldNanos + other.heldNanos);
    }

    /**
     * All together.
     *
     * @return nanoseconds
     */
    public long lifetimeNanos() {
      return busyNanos + blockedNanos + waitingNanos + heldNanos;
    }
  }

  private static final VarHandle VERSION = field("version", long.class);
  private static final VarHandle SPENDS = field("spends", Spent.class);
  private static final VarHandle SINCE = field("sinceNanos", long.class);
  private static final VarHandle BUSY = field("busyNanos", long.class);
  private static final VarHandle BLOCKED = field("blockedNanos", long.class);
  private static final VarHandle WAITING = field("waitingNanos", long.class);
  private static final VarHandle HELD = field("heldNanos", long.class);

  private long version;
  private Spent spends = Spent.OFF;
  private long sinceNanos;
  private long busyNanos;
  private long blockedNanos;
  private long waitingNanos;
  private long heldNanos;

  private static VarHandle field(String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(TimeSheet.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * By the worker: what comes is spent on that.
   *
   * @param next on what
   * @param nowNanos the time, by the same clock each time
   */
  public void turnTo(Spent next, long nowNanos) {
    long even = version;
    VERSION.setOpaque(this, even + 1);
    VarHandle.storeStoreFence();
    long nanos = Math.max(0, nowNanos - sinceNanos); // a clock may go back
    switch (spends) {
      case BUSY -> BUSY.setOpaque(this, busyNanos + nanos);
      case BLOCKED -> BLOCKED.setOpaque(this, blockedNanos + nanos);
      case WAITING -> WAITING.setOpaque(this, waitingNanos + nanos);
      case HELD -> HELD.setOpaque(this, heldNanos + nanos);
      case OFF -> {}
    }
    SPENDS.setOpaque(this, next);
    SINCE.setOpaque(this, nowNanos);
    VERSION.setRelease(this, even + 2);
  }

  /**
   * By the worker: for how long it was blocked so far; without the time since it last turned.
   *
   * @return nanoseconds
   */
  public long blockedNanos() {
    return blockedNanos;
  }

  /**
   * By any thread: whether the worker is busy.
   *
   * @return true if so, at this moment
   */
  public boolean isBusy() {
    return SPENDS.getOpaque(this) == Spent.BUSY;
  }

  /**
   * By any thread: the times so far.
   *
   * @param nowNanos the time, by the worker's clock
   * @return the times
   */
  public Times read(long nowNanos) {
    for (; ; ) {
      long before = (long) VERSION.getAcquire(this);
      Spent current = (Spent) SPENDS.getOpaque(this);
      long since = (long) SINCE.getOpaque(this);
      long busy = (long) BUSY.getOpaque(this);
      long blocked = (long) BLOCKED.getOpaque(this);
      long waiting = (long) WAITING.getOpaque(this);
      long held = (long) HELD.getOpaque(this);
      VarHandle.loadLoadFence();
      if (before % 2 == 0 && before == (long) VERSION.getOpaque(this)) {
        long nanos = Math.max(0, nowNanos - since); // it may have turned since the clock was read
        return new Times(
            busy + (current == Spent.BUSY ? nanos : 0),
            blocked + (current == Spent.BLOCKED ? nanos : 0),
            waiting + (current == Spent.WAITING ? nanos : 0),
            held + (current == Spent.HELD ? nanos : 0));
      }
      Thread.onSpinWait();
    }
  }
}
