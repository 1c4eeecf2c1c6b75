package io.paipa.internal.delivery;

import io.paipa.Settlement;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An item that somebody waits to be told of, and how much of it is open: the item itself, what its
 * steps emitted for it, what came of that. It is settled when nothing is open, or when the run has
 * ended before; once.
 *
 * <p><b>Who writes what.</b> The count is changed by any worker, atomically. Whoever holds
 * something open may open more, and does so before another thread can know of that; it gives up its
 * own last. So the count is zero once, and nothing is open then. The worst outcome is raised, by
 * compare-and-set, by the worker that gives up its own afterwards; so who finds zero reads it. The
 * thread that settles is the one that writes, by compare-and-set, that it is settled: a run that
 * was ended may abandon a delivery that a worker is just done with.
 *
 * <p>It may carry a context, which never changes: items of one delivery have one context.
 *
 * <p>After the end of the run nobody counts any more: what is open then stays so, and is abandoned.
 */
public abstract class Delivery {
  private static final VarHandle OPEN;
  private static final VarHandle WORST;
  private static final VarHandle SETTLED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OPEN = lookup.findVarHandle(Delivery.class, "open", int.class);
      WORST = lookup.findVarHandle(Delivery.class, "worst", Settlement.class);
      SETTLED = lookup.findVarHandle(Delivery.class, "settled", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // by its handle
  private volatile int open = 1;

  private volatile Settlement worst = Settlement.DONE;

  private volatile boolean settled;

  /** Written before any other thread knows of the delivery. */
  private @Nullable Object context;

  /** The item itself is open. */
  protected Delivery() {}

  /**
   * By the thread that makes it: all of it has a context.
   *
   * @param carried the context, or null
   */
  public final void carry(@Nullable Object carried) {
    context = carried;
  }

  /** The context that all of it has; null if there is none. */
  final @Nullable Object context() {
    return context;
  }

  /** By a thread that holds something of it open: something more is, from now on. */
  public final void open() {
    OPEN.getAndAdd(this, 1);
  }

  /**
   * What was {@linkplain #open opened} was not handed on, and never will be. If nothing else is
   * open, what came of it is lost with the attempt that had kept it, and it is to come again.
   */
  public final void takeBack() {
    if ((int) OPEN.getAndAdd(this, -1) == 1) {
      settleAll(Settlement.ABANDONED);
    }
  }

  /** Whether it is settled. */
  public final boolean isSettled() {
    return settled;
  }

  /**
   * Something of it is dealt with.
   *
   * @param outcome how
   */
  public final void settle(Settlement outcome) {
    Settlement known = worst;
    while (outcome.compareTo(known) > 0 && !WORST.compareAndSet(this, known, outcome)) {
      known = worst;
    }
    if ((int) OPEN.getAndAdd(this, -1) == 1) {
      settleAll(worst);
    }
  }

  /** The run has ended, and nobody will settle it any more. */
  public final void abandon() {
    settleAll(Settlement.ABANDONED);
  }

  private void settleAll(Settlement outcome) {
    if (SETTLED.compareAndSet(this, false, true)) {
      settledAs(outcome);
    }
  }

  /**
   * Nothing of it is open. Called once, in the thread that settled the last of it. Throws nothing.
   *
   * @param outcome what became of it
   */
  protected abstract void settledAs(Settlement outcome);

  /**
   * Something of it has come to a step.
   *
   * @param stepName the step
   */
  public void cameTo(String stepName) {}
}
