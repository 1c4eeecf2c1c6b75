package io.paipa.internal.worker;

import io.paipa.ContextPropagation.Scope;
import io.paipa.Skip;
import io.paipa.Step;
import io.paipa.WorkerActivity;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.flight.AttemptSpan;
import io.paipa.internal.flight.Flight;
import io.paipa.internal.ledger.WorkerCounts;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts at an item. Confined to the worker's thread. Every item that comes in is
 * settled exactly once, or kept for a retry.
 */
final class Attempts {
  private final Station station;
  private final int index;
  private final Step<Object, Object> step;
  private final Context context;
  private final KeptDeliveries kept;
  private final Output output;
  private final WorkerCounts counts;
  private final Activity activity;
  private final @Nullable ItemTimer timer;
  private final boolean whole;
  private final ServiceSampler sampler;
  private final Observed observed;
  private final Outcomes outcomes;
  private final RetryPolicy retries;
  private final PutBacks putBacks;

  Attempts(Station station, int index, Step<Object, Object> step, Output output) {
    this.kept = new KeptDeliveries(station, output);
    this.station = station;
    this.index = index;
    this.step = step;
    this.output = output;
    this.outcomes = new Outcomes(station, index, output);
    this.retries = new RetryPolicy(station, output, outcomes);
    this.putBacks = new PutBacks(station, outcomes);
    this.context = new Context(station, index, kept, putBacks::add);
    this.counts = station.ledger.worker(index);
    this.activity = station.activities[index];
    this.timer = station.settings.limitsItems() ? station.timers[index] : null;
    this.whole = station.settings.wholeAttempts();
    this.sampler = station.samplers[index];
    this.observed = new Observed(station);
  }

  Context context() {
    return context;
  }

  /** What the step keeps. */
  KeptDeliveries kept() {
    return kept;
  }

  /**
   * Whether an attempt is nothing but a call of the step: it fails the pipeline or succeeds, its
   * outputs go out at once, and nobody watches.
   */
  boolean arePlain() {
    return !whole
        && !observed.byAnybody()
        && timer == null
        && !station.order.isRestored()
        && station.keys == null
        && station.throttle == null;
  }

  /** A plain attempt has thrown: the item is skipped, or has failed. */
  void concludePlain(Object item, Throwable failure) {
    Attempt attempt = Attempt.first(item, Attempt.NO_PLACE);
    if (failure instanceof Skip) {
      outcomes.skipped(attempt);
    } else {
      retries.failed(attempt, failure);
    }
  }

  /** Works on an item until it is settled, or waits for a retry; true if it is done. */
  boolean attempt(Attempt first) {
    if (first.refusal() != null) {
      output.openFor(first, whole); // it has put out nothing, whatever the one before did
      output.close();
      outcomes.refused(first, first.refusal());
      return false;
    }
    Attempt attempt = first;
    while (attempt != null) {
      if (attempt.number() > 1) {
        counts.retried();
      }
      Throwable failure = call(attempt);
      if (failure == null && !output.wasDropped()) {
        putBacks.release();
        outcomes.done(attempt);
        return true;
      }
      output.discard();
      putBacks.discard();
      if (failure == null || failure instanceof Skip) {
        outcomes.skipped(attempt);
        return false;
      }
      attempt = retries.nextOrFailed(attempt, failure);
    }
    if (first.turn() != null) { // if the key is still held, then not by this worker
      Objects.requireNonNull(station.keys).hold(index, null);
    }
    return false;
  }

  @SuppressWarnings("try") // the scope is there to be closed
  private @Nullable Throwable call(Attempt attempt) {
    if (attempt.turn() != null) {
      Objects.requireNonNull(station.keys).hold(index, attempt.turn());
    }
    Delivery delivery = attempt.delivery();
    if (delivery == null) {
      return callStep(attempt, null);
    }
    delivery.cameTo(station.settings.name());
    Throwable failure;
    try (Scope scope = station.run.contexts().enter(delivery)) {
      station.userCode.handOnInterrupt();
      failure = callStep(attempt, delivery);
    }
    UserCode.forgetInterrupt();
    return failure;
  }

  private @Nullable Throwable callStep(Attempt attempt, @Nullable Delivery delivery) {
    Object item = attempt.item();
    observed.before(item);
    output.openFor(attempt, whole);
    context.begin(attempt.number(), delivery);
    activity.turnTo(WorkerActivity.PROCESSING);
    AttemptSpan span = Flight.beginAttempt(); // before the item's time begins
    if (timer != null) {
      timer.begin();
    }
    boolean measured = sampler.begin();
    Throwable failure = null;
    try {
      step.process(item, output);
    } catch (Throwable t) {
      failure = t;
    } finally {
      if (measured) {
        sampler.end();
      }
      output.close();
      context.end();
      failure = orExpiry(failure);
      UserCode.forgetInterrupt();
    }
    if (span != null) {
      span.end(
          station.run.pipelineName(), station.settings.name(), index, attempt.number(), failure);
    }
    observed.after(item, failure);
    activity.turnTo(WorkerActivity.TAKING);
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
}
