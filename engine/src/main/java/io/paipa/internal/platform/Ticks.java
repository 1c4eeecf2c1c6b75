package io.paipa.internal.platform;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has something looked at, at intervals, until it is over. The thread that all pipelines share for
 * what is to be done later only looks whether there is something to do. It waits for memory alone.
 * What is to be done has a thread of its own. What is looked at and forgotten is not kept for the
 * next look, and what is over leaves nothing in the clock's queue.
 *
 * <p><b>Who writes what.</b> The next look is written by the thread that starts the looking, then
 * by the look before. The thread that ends it has said that it is over before it completes what it
 * finds there. A look sets the next one before it asks whether it is over. So the last one is
 * completed by either.
 *
 * <p><b>The looks go on</b> though there may be no thread: for the work, then it is left to the
 * next look; or for the clock, then the thread that did the work keeps trying. So what else waits
 * for the clock gets it at some time. The same where there is no memory for the next look.
 */
public final class Ticks {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** In the clock's thread, which others wait for: but they need memory, too. */
  private static final long RETRY_IN_CLOCK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final TimeSource time;
  private final LongSupplier intervalNanos;
  private final BooleanSupplier isOver;
  private final BooleanSupplier isDue;
  private final Runnable work;
  private volatile CompletableFuture<Boolean> next = new CompletableFuture<>();

  /**
   * Ticks, which the object that wants them has to hold.
   *
   * @param time the clock
   * @param intervalNanos gives the time from the end of a look to the next one
   * @param isOver whether there is nothing more to be looked at
   * @param isDue whether there is work; called in the clock's thread, so it must not wait
   * @param work called in a thread of the {@link Background}, one at a time; may wait
   */
  public Ticks(
      TimeSource time,
      LongSupplier intervalNanos,
      BooleanSupplier isOver,
      BooleanSupplier isDue,
      Runnable work) {
    this.time = time;
    this.intervalNanos = intervalNanos;
    this.isOver = isOver;
    this.isDue = isDue;
    this.work = work;
  }

  /** Begins; the first look is after an interval. */
  public void start() {
    awaitNext();
  }

  /** After the end. */
  public void stop() {
    next.complete(false);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows it but the next look
  private void awaitNext() {
    WeakReference<Ticks> reference = new WeakReference<>(this);
    CompletableFuture<Boolean> tick = new CompletableFuture<>();
    time.completeAfter(
        tick, intervalNanos.getAsLong()); // first: if there is no thread, there is no look
    next = tick;
    tick.thenRun(() -> lookOf(reference.get()));
    if (isOver.getAsBoolean()) {
      stop();
    }
  }

  private static void lookOf(@Nullable Ticks ticks) {
    if (ticks != null && !ticks.isOver.getAsBoolean()) {
      boolean goesOn = false;
      try {
        goesOn = ticks.isDue.getAsBoolean() && ticks.time.inBackground(ticks::workAndGoOn);
      } finally {
        if (!goesOn) {
          ticks.goOn(RETRY_IN_CLOCK_NANOS); // whatever the clock throws
        }
      }
    }
  }

  private void workAndGoOn() {
    try {
      work.run();
    } finally {
      goOn(RETRY_NANOS); // whatever the clock or a logger throws
    }
  }

  private void goOn(long retryNanos) {
    boolean goesOn = false;
    while (!goesOn && !isOver.getAsBoolean()) {
      try {
        awaitNext();
        goesOn = true;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(this, retryNanos); // nobody else may come to need the clock
      }
    }
  }
}
