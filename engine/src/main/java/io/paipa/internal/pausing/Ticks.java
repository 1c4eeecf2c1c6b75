package io.paipa.internal.pausing;

import io.paipa.internal.platform.Background;
import io.paipa.internal.platform.TimeSource;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has something looked at, at intervals, until it is over. The thread that all pipelines share for
 * what is to be done later only says when it is time; what is looked at and forgotten is not kept
 * for it, and what is over leaves nothing in its queue.
 *
 * <p><b>Who writes what.</b> The next look is written by whoever starts the looking, then by the
 * look before. Whoever ends it has said that it is over before it completes what it finds there; a
 * look sets the next one before it asks whether it is over: so the last one is completed by either.
 */
final class Ticks {
  private final TimeSource time;
  private final long intervalNanos;
  private final BooleanSupplier isOver;
  private final Runnable look;
  private volatile CompletableFuture<Boolean> next = new CompletableFuture<>();

  /**
   * Ticks, which whoever wants them has to hold.
   *
   * @param intervalNanos the time from the end of a look to the next one
   * @param isOver whether there is nothing more to be looked at
   * @param look called in a thread of the {@link Background}, one at a time; may wait
   */
  Ticks(TimeSource time, long intervalNanos, BooleanSupplier isOver, Runnable look) {
    this.time = time;
    this.intervalNanos = intervalNanos;
    this.isOver = isOver;
    this.look = look;
  }

  void start() {
    awaitNext();
  }

  /** After the end. */
  void stop() {
    next.complete(false);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows it but the next look
  private void awaitNext() {
    WeakReference<Ticks> reference = new WeakReference<>(this);
    CompletableFuture<Boolean> tick = new CompletableFuture<>();
    time.completeAfter(tick, intervalNanos);
    next = tick;
    tick.thenRun(() -> lookOf(reference.get()));
    if (isOver.getAsBoolean()) {
      stop();
    }
  }

  private static void lookOf(@Nullable Ticks ticks) {
    if (ticks != null
        && !ticks.isOver.getAsBoolean()
        && !Background.runs(ticks::lookAndGoOn)) { // it may write to a log
      ticks.awaitNext();
    }
  }

  private void lookAndGoOn() {
    try {
      look.run();
    } finally {
      awaitNext(); // whatever the clock or a logger throws
    }
  }
}
