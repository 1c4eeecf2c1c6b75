package io.paipa.internal.worker;

import io.paipa.Step;
import io.paipa.WorkerActivity;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.ledger.WorkerCounts;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that are {@linkplain Attempts#arePlain plain}, of a run of items, one after the other:
 * the way of nearly all items of most pipelines. Confined to the worker's thread.
 *
 * <p>The step is called in the loop itself, and not in a method of its own. The compiler of the JVM
 * does not put a large method into another where it was compiled before; each such border costs
 * some nanoseconds for every item. For the same reason the loop takes from the claim itself, and
 * counts in local variables what it tells the puller at the end of the run.
 */
final class PlainAttempts {
  private final Step<Object, Object> step;
  private final Output output;
  private final Attempts attempts;
  private final WorkerCounts counts;
  private final Activity activity;
  private final KeptItems kept;
  private final Claim claim;
  private final EndFlag end;

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
    this.claim = station.claims[index];
    this.end = station.run.endFlag();
  }

  /** The rest of a run, whose first item was pulled. */
  interface Rest {
    /** How many more items may be begun, at most. */
    int left();

    /**
     * So many more were begun.
     *
     * @param outOfItems whether there was none to take for one more
     */
    void begun(int count, boolean outOfItems);
  }

  /**
   * Works on an item, or on that of an envelope, and on all that follow it in the run.
   *
   * @param item the first; the same variable has those that follow, so that it is kept no longer
   */
  void attempt(@Nullable Object item, Rest rest) {
    int left = rest.left();
    int begun = 0;
    begin();
    try {
      while (item != null) {
        if (item instanceof Envelope) {
          delivered(item);
        } else {
          Throwable failure = null;
          try {
            step.process(item, output);
          } catch (Throwable t) {
            failure = t;
          }
          UserCode.forgetInterrupt();
          if (failure != null || output.wasDropped()) {
            conclude(item, failure);
          } else {
            counts.done(1);
            counts.settle(1);
            kept.account();
          }
        }
        item = begun < left && !end.isRaised() ? claim.take() : null;
        if (item != null) {
          begun++;
        }
      }
    } finally {
      rest.begun(begun, begun < left);
      output.close();
      attempts.context().end();
      activity.turnAsBusy(WorkerActivity.TAKING);
    }
  }

  /** An item that is not done. */
  private void conclude(Object item, @Nullable Throwable failure) {
    if (failure == null) {
      counts.skipped();
      counts.settle(1);
      output.openPlain();
    } else {
      attempts.concludePlain(item, failure);
    }
  }

  /** For all of them: between two no other user code may run. */
  private void begin() {
    activity.turnAsBusy(WorkerActivity.PROCESSING);
    output.openPlain();
    attempts.context().begin(1, null);
  }

  /** Somebody waits to be told of an item: that attempt is none of the plain ones. */
  private void delivered(Object envelope) {
    if (attempts.attempt(Attempt.first(envelope, Attempt.NO_PLACE))) {
      kept.account();
    }
    begin();
  }
}
