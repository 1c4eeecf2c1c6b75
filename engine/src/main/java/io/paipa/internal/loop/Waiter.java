package io.paipa.internal.loop;

/**
 * How a worker waits when there is nothing to take. Used in the worker's thread alone, but for
 * {@link #endWait}.
 */
public abstract class Waiter {
  /** For classes that know another way to wait. */
  protected Waiter() {}

  /**
   * Something was found: called before it is worked on, and before others are woken for the rest.
   *
   * @return whether it was waited for, so that others may rely on this worker
   */
  public abstract boolean hadWork();

  /** Waits, once: the caller looks for work again afterwards. */
  public abstract void await();

  /** Leaves what there is to the others, for a while: they are quicker alone. */
  public void stepBack() {}

  /** Before user code: others rely on this worker no more. */
  public void resign() {}

  /** Ends the wait that goes on, or else the next one; by any thread. */
  public void endWait() {}
}
