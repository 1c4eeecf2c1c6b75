package io.paipa.internal.worker;

import io.paipa.FailedItem;
import io.paipa.Skip;
import io.paipa.Step;
import io.paipa.Tracker;
import io.paipa.internal.ledger.Causes;
import io.paipa.internal.ledger.WorkerCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts at an item, and does what is to be done about their outcome. Confined to the
 * worker's thread. Every item that comes in is settled exactly once, or kept for a retry.
 */
final class Attempts {
  /** 73 years: what is due then can still be compared with now, in nanoseconds. */
  private static final Duration LONGEST_DELAY = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final Station station;
  private final int index;
  private final Step<Object, Object> step;
  private final Context context;
  private final Output output;
  private final WorkerCounts counts;
  private final Activity activity;
  private final @Nullable ItemTimer timer;
  private final boolean whole;
  private final @Nullable Tracker tracker;
  private final List<Object> putBack = new ArrayList<>(0);

  Attempts(Station station, int index, Step<Object, Object> step, Output output) {
    this.station = station;
    this.index = index;
    this.step = step;
    this.context = new Context(station, index, this::reenqueue);
    this.output = output;
    this.counts = station.ledger.worker(index);
    this.activity = station.activities[index];
    this.timer = station.settings.limitsItems() ? station.timers[index] : null;
    this.whole = station.settings.wholeAttempts();
    this.tracker = station.run.tracker();
  }

  Context context() {
    return context;
  }

  /**
   * Whether an attempt is nothing but a call of the step: it fails the pipeline or succeeds, its
   * outputs go out at once, and nobody watches.
   */
  boolean arePlain() {
    return !whole && tracker == null && timer == null && station.window == null;
  }

  /** Before plain attempts; between two of them no other user code may run. */
  void open() {
    activity.turnTo(Activity.Doing.PROCESSING);
    output.openFor(-1, false);
    context.begin(1);
  }

  /** After plain attempts. */
  void close() {
    output.close();
    context.end();
    activity.turnTo(Activity.Doing.WAITING);
  }

  /** Works on an item; true if it is done. */
  boolean attemptPlain(Object item) {
    try {
      step.process(item, output);
    } catch (Throwable t) {
      Thread.interrupted(); // only the pipeline's state means stop
      conclude(item, t);
      return false;
    }
    Thread.interrupted(); // only the pipeline's state means stop
    if (output.wasDropped()) {
      counts.skipped();
      counts.settle(1);
      output.openFor(-1, false);
      return false;
    }
    counts.done(1);
    counts.settle(1);
    return true;
  }

  private void conclude(Object item, Throwable failure) {
    if (failure instanceof Skip) {
      counts.skipped();
      counts.settle(1);
    } else {
      failed(item, -1, 1, failure);
    }
  }

  /** Works on an item until it is settled, or waits for a retry; true if it is done. */
  boolean attempt(Object item, long place, int firstAttempt) {
    int attempt = firstAttempt;
    while (true) {
      if (attempt > 1) {
        counts.retried();
      }
      Throwable failure = call(item, place, attempt);
      if (failure == null && !output.wasDropped()) {
        done(place);
        return true;
      }
      output.discard();
      putBack.clear();
      if (failure == null || failure instanceof Skip) {
        counts.skipped();
        settleDropped(place);
        return false;
      }
      if (!mayRetry(item, attempt, failure)) {
        failed(item, place, attempt, failure);
        return false;
      }
      attempt++;
      long delayNanos = delayNanos(item, attempt);
      if (delayNanos > 0 && station.retries != null) {
        long due = station.run.time().nanoTime() + delayNanos;
        station.retries.add(item, place, attempt, due);
        return false;
      }
    }
  }

  private @Nullable Throwable call(Object item, long place, int attempt) {
    before(item);
    output.openFor(place, whole);
    context.begin(attempt);
    activity.turnTo(Activity.Doing.PROCESSING);
    if (timer != null) {
      timer.begin();
    }
    Throwable failure = null;
    try {
      step.process(item, output);
    } catch (Throwable t) {
      failure = t;
    } finally {
      output.close();
      context.end();
      failure = orExpiry(failure);
      Thread.interrupted(); // only the pipeline's state means stop
    }
    after(item, failure);
    activity.turnTo(Activity.Doing.WAITING);
    return failure;
  }

  /** An attempt that took too long has failed for that, whatever came of it. */
  private @Nullable Throwable orExpiry(@Nullable Throwable failure) {
    TimeoutException expiry = timer == null ? null : timer.end();
    if (expiry == null || failure instanceof Error) {
      return failure;
    }
    if (failure != null) {
      expiry.initCause(failure);
    }
    return expiry;
  }

  private void before(Object item) {
    if (tracker != null) {
      tracker.beforeProcess(station.settings.name(), item);
      dropStrayInterrupt();
    }
  }

  private void after(Object item, @Nullable Throwable failure) {
    if (tracker != null) {
      tracker.afterProcess(station.settings.name(), item, failure);
      dropStrayInterrupt();
    }
  }

  private void done(long place) {
    if (!putBack.isEmpty()) {
      for (Object back : putBack) {
        putBackNow(back);
      }
      putBack.clear();
      station.hop.signal().published(); // the outputs may wait for room
    }
    ReorderWindow window = station.window;
    if (window != null) {
      if (window.isInTurn(place)) {
        publish(List.of());
        window.drop(place, this::publish); // it is out and settled: only its place is left
      } else {
        window.complete(place, output.takeHeld(), this::publish);
      }
      return;
    }
    publish(List.of());
  }

  /** Publishes an item's outputs, and settles it; if the pipeline ends meanwhile, abandons it. */
  private void publish(List<Object> outputs) {
    boolean published = false;
    try {
      if (station.window != null) {
        station
            .madeRoom(); // an item before this one has left the window; and this may have to wait
      }
      output.flush();
      output.publishAll(outputs);
      published = true;
    } finally {
      if (published) {
        counts.done(1);
      } else {
        counts.abandoned(1);
      }
      settle();
    }
  }

  private void settleDropped(long place) {
    settle();
    if (station.window != null) {
      station.window.drop(place, this::publish);
    }
  }

  private void settle() {
    if (station.retries != null && station.settings.delaysRetries()) {
      station.retries.release(1);
    }
    counts.settle(1);
  }

  private boolean mayRetry(Object item, int attempt, Throwable failure) {
    if (!(failure instanceof Exception exception)
        || attempt > station.settings.maxRetries()
        || output.hasFlowed()
        || station.run.isEnded()) {
      return false;
    }
    boolean retryable;
    try {
      retryable = station.settings.retryable().test(exception);
    } catch (Throwable t) {
      throw failedBeside("the predicate that says what is retried failed", item, attempt, t);
    }
    dropStrayInterrupt();
    return retryable;
  }

  /** The end comes before its next attempt: what would have become of it is not known. */
  private boolean hasRetriesLeft(int attempt, Throwable failure) {
    return failure instanceof Exception
        && attempt <= station.settings.maxRetries()
        && !output.hasFlowed();
  }

  private long delayNanos(Object item, int attempt) {
    Duration delay;
    try {
      delay =
          Objects.requireNonNull(
              station.settings.backoff().delay(attempt - 1), "the back-off gave null");
    } catch (Throwable t) {
      throw failedBeside("the back-off failed", item, attempt - 1, t);
    }
    dropStrayInterrupt();
    if (delay.isNegative()) {
      return 0;
    }
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay.toNanos() : LONGEST_DELAY.toNanos();
  }

  /**
   * Between two pieces of user code: only the pipeline's state means stop, and what has interrupted
   * for that is for the next one, too.
   */
  private void dropStrayInterrupt() {
    if (Thread.interrupted() && station.run.isEnded()) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * User code that is not the step itself failed: so does the pipeline, and the item with it;
   * unless the end came, and interrupted it.
   */
  private RuntimeException failedBeside(String what, Object item, int attempt, Throwable cause) {
    if (station.run.isEnded() && station.run.isOfTheEnd(cause)) {
      counts.abandoned(1);
      settle();
      return new CancellationException("the pipeline has ended");
    }
    return failedBy(what, item, attempt, cause);
  }

  private RuntimeException failedBy(String what, Object item, int attempt, Throwable cause) {
    counts.failed();
    try {
      station.run.fail(what, station.settings.name(), item, attempt, cause);
    } finally {
      settle(); // not before: a sibling might pass the fence, and be told that all went well
    }
    return new CancellationException("the pipeline has failed");
  }

  private void failed(Object item, long place, int attempt, Throwable failure) {
    if (station.run.isEnded()
        && (station.run.isOfTheEnd(failure) || hasRetriesLeft(attempt, failure))) {
      counts.abandoned(1);
      settle();
      return;
    }
    if (!(failure instanceof Exception exception)
        || output.hasFlowed()
        || station.settings.onFailure().failsPipeline()) {
      String what =
          output.hasFlowed()
              ? "an item failed after more than "
                  + Output.HELD_AT_MOST
                  + " outputs of this attempt were handed on, so that it can't be taken back"
              : "an item failed";
      throw failedBy(what, item, attempt, failure);
    }
    if (station.settings.onFailure().deadLetters() != null) {
      deadLetter(item, attempt, exception);
    } else {
      counts.skipped();
    }
    settleDropped(place);
  }

  private void deadLetter(Object item, int attempt, Exception failure) {
    try {
      station.deadLetter(new DeadLetter(item, station.settings.name(), index, attempt, failure));
    } catch (Throwable t) {
      Causes.suppress(t, failure);
      throw failedBeside("the dead-letter consumer failed", item, attempt, t);
    } finally {
      Thread.interrupted();
    }
    counts.deadLettered();
  }

  private void reenqueue(Object item) {
    if (whole) {
      putBack.add(item);
    } else {
      putBackNow(item);
      station.hop.signal().published(); // this attempt may take long, or wait for that item
    }
  }

  private void putBackNow(Object item) {
    RetryQueue retries = Objects.requireNonNull(station.retries);
    long now = station.run.time().nanoTime();
    long place = station.window == null ? -1 : station.window.take(1);
    station.ledger.reenqueue();
    retries.release(-1);
    boolean added = false;
    try {
      retries.add(item, place, 1, now);
      added = true;
    } finally {
      if (!added) { // no memory: it was not put back
        retries.release(1);
        station.ledger.takeBackReenqueue();
        if (station.window != null) {
          station.window.drop(place, this::publish);
        }
      }
    }
  }

  private record DeadLetter(
      Object item, String stepName, int workerIndex, int attempts, Exception cause)
      implements FailedItem<Object> {}
}
