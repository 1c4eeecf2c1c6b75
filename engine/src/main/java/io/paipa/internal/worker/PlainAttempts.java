package io.paipa.internal.worker;

import io.paipa.Step;
import io.paipa.WorkerActivity;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.ledger.WorkerCounts;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that are {@linkplain Attempts#arePlain plain}, of a run of items, one after the other:
 * the way of nearly all items of most pipelines. Confined to the worker's thread.
 *
 * <p>The step is called in the loop itself, and not in a method of its own. The compiler of the JVM
 * does not put a large method into another where it was compiled before; each such border costs
 * some nanoseconds for every item.
 */
final class PlainAttempts {
  private final Step<Object, Object> step;
  private final Output output;
  private final Attempts attempts;
  private final WorkerCounts counts;
  private final Activity activity;
  private final KeptItems kept;

  PlainAttempts(
      Station station,
      int index,
      Step<Object, Object> step,
      Output output,
      Attempts attempts,
      KeptItems kept) {
    this.step = step;
    this.output = output;
    this.attempts = attempts;
    this.counts = station.ledger.worker(index);
    this.activity = station.activities[index];
    this.kept = kept;
  }

  /** The rest of a run. */
  @FunctionalInterface
  interface Rest {
    /** The next item, or envelope, which is begun with that; null at the end of the run. */
    @Nullable Object nextOfRun();
  }

  /**
   * Works on an item, or on that of an envelope, and on all that follow it.
   *
   * @param item the first; the same variable has those that follow, so that it is kept no longer
   */
  void attempt(@Nullable Object item, Rest rest) {
    begin();
    try {
      while (item != null) {
        if (item instanceof Envelope) {
          delivered(item);
          item = rest.nextOfRun();
          continue;
        }
        Throwable failure = null;
        try {
          step.process(item, output);
        } catch (Throwable t) {
          failure = t;
        }
        UserCode.forgetInterrupt();
        if (failure != null) {
          attempts.concludePlain(item, failure);
        } else if (output.wasDropped()) {
          dropped();
        } else {
          counts.done(1);
          counts.settle(1);
          kept.account();
        }
        item = rest.nextOfRun();
      }
    } finally {
      output.close();
      attempts.context().end();
      activity.turnAsBusy(WorkerActivity.TAKING);
    }
  }

  /** For all of them: between two no other user code may run. */
  private void begin() {
    activity.turnAsBusy(WorkerActivity.PROCESSING);
    output.openFor(Attempt.NO_PLACE, false);
    attempts.context().begin(1, null);
  }

  /** Somebody waits to be told of an item: that attempt is none of the plain ones. */
  private void delivered(Object envelope) {
    if (attempts.attempt(Attempt.first(envelope, Attempt.NO_PLACE))) {
      kept.account();
    }
    begin();
  }

  private void dropped() {
    counts.skipped();
    counts.settle(1);
    output.openFor(Attempt.NO_PLACE, false);
  }
}
