package io.paipa.internal.worker;

import io.paipa.CheckedFunction;
import io.paipa.ContextPropagation.Scope;
import io.paipa.Skip;
import io.paipa.WorkerActivity;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.flight.AttemptSpan;
import io.paipa.internal.ledger.WorkerCounts;
import io.paipa.internal.step.TimedStep;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the attempts at the items of an asynchronous step: begins them, and concludes those whose
 * stages are complete, or expired. Confined to the worker's thread; the stages are of all workers.
 */
final class AsyncAttempts {
  private final Station station;
  private final int index;
  private final CheckedFunction<Object, CompletionStage<?>> function;
  private final boolean emits;
  private final Stages stages;
  private final Output output;
  private final WorkerCounts counts;
  private final Activity activity;
  private final @Nullable ItemTimer timer;
  private final ServiceSampler sampler;
  private final Observed observed;
  private final Outcomes outcomes;
  private final RetryPolicy retries;

  /**
   * No attempt is made yet.
   *
   * @param emits whether the stages' results are the step's outputs
   */
  AsyncAttempts(
      Station station,
      int index,
      CheckedFunction<Object, CompletionStage<?>> function,
      boolean emits,
      Output output) {
    this.station = station;
    this.index = index;
    this.function = function;
    this.emits = emits;
    this.stages = Objects.requireNonNull(station.stages);
    this.output = output;
    this.counts = station.ledger.worker(index);
    this.activity = station.activities[index];
    this.timer = station.settings.limitsItems() ? station.timers[index] : null;
    this.sampler = station.samplers[index];
    this.observed = new Observed(station);
    this.outcomes = new Outcomes(station, index, output);
    this.retries = new RetryPolicy(station, output, outcomes);
  }

  /** Begins an attempt, for which the worker has taken a permit. */
  void begin(Attempt first) {
    if (first.refusal() != null) {
      try {
        output.openFor(first, false);
        output.close();
        outcomes.refused(first, first.refusal());
      } finally {
        stages.giveBackPermit();
      }
      return;
    }
    @Nullable Attempt attempt = first;
    while (attempt != null) {
      attempt = call(attempt);
    }
  }

  /**
   * Calls the user's code, in its context; gives an attempt that is to be made at once, with the
   * same permit.
   */
  @SuppressWarnings("try") // the scope is there to be closed
  private @Nullable Attempt call(Attempt attempt) {
    if (attempt.number() > 1) {
      counts.retried();
    }
    Delivery delivery = attempt.delivery();
    if (delivery != null) {
      delivery.cameTo(station.settings.name());
    }
    Throwable failure;
    OpenStage open;
    try (Scope scope = station.run.contexts().enter(delivery)) {
      station.userCode.handOnInterrupt();
      observed.before(attempt.item());
      long now = station.run.time().nanoTime();
      open = stages.begin(attempt, now, sampler.takesStage(now));
      failure = stageOf(open, attempt.item());
    }
    UserCode.forgetInterrupt(); // what the scope may have left
    if (failure == null || !stages.take(open)) {
      return null; // its completion comes, or has come
    }
    open.cancel();
    record(open, failure);
    return conclude(attempt, null, failure);
  }

  /** What keeps the stage from being waited for; null if nothing does. */
  private @Nullable Throwable stageOf(OpenStage open, Object item) {
    WorkerActivity before = activity.turnTo(WorkerActivity.PROCESSING);
    if (timer != null) {
      timer.begin();
    }
    Throwable failure = null;
    try {
      CompletionStage<?> stage =
          Objects.requireNonNull(
              function.apply(item),
              "the function of an asynchronous step gave null, not a stage; throw Skip.item() to"
                  + " drop the item");
      open.of(stage);
      stages.add(open);
      open.await(stage);
    } catch (Throwable t) {
      failure = t;
    } finally {
      TimeoutException expiry = timer == null ? null : timer.end();
      failure = expiry == null || failure instanceof Error ? failure : expiry;
      UserCode.forgetInterrupt();
      activity.turnTo(before);
    }
    return failure;
  }

  /** Whether stages are complete, and not concluded. */
  boolean haveCompleted() {
    return stages.hasCompleted();
  }

  /** Concludes an attempt whose stage is complete, if there is one. */
  void concludeCompleted() {
    OpenStage next = stages.takeCompleted();
    if (next != null && station.run.isEnded()) {
      abandoned();
    } else if (next != null) {
      if (next.isMeasured()) {
        sampler.endStage(next.nanos());
      }
      Throwable failure = failureOf(next);
      record(next, failure);
      concludeAndGoOn(next.attempt(), next.result(), failure);
    }
  }

  /** For a flight recorder, if one is at work. */
  private void record(OpenStage stage, @Nullable Throwable failure) {
    AttemptSpan span = stage.span();
    if (span != null) {
      span.end(
          station.run.pipelineName(),
          station.settings.name(),
          index,
          stage.attempt().number(),
          failure);
    }
  }

  /** Whatever came of a stage that took too long, it has failed for that. */
  private @Nullable Throwable failureOf(OpenStage complete) {
    Throwable failure = complete.failure();
    long limitNanos = station.settings.timeoutNanos();
    if (timer != null && complete.nanos() >= limitNanos && !(failure instanceof Error)) {
      return ItemTimer.expiry(limitNanos);
    }
    return failure == null ? null : causeOf(failure);
  }

  /** Concludes all attempts whose time is over. */
  void expire() {
    OpenStage first = stages.firstInLine();
    while (first != null && remainingNanos(first) <= 0) {
      if (stages.take(first)) {
        first.cancel();
        if (first.isMeasured()) {
          sampler.endStage(station.run.time().nanoTime() - first.sinceNanos());
        }
        UserCode.forgetInterrupt();
        Throwable expiry = ItemTimer.expiry(station.settings.timeoutNanos());
        record(first, expiry);
        concludeAndGoOn(first.attempt(), null, expiry);
      }
      first = stages.firstInLine();
    }
  }

  /** How long until a stage expires. */
  long remainingNanos() {
    OpenStage first = timer == null ? null : stages.firstInLine();
    return first == null ? TimedStep.NEVER : remainingNanos(first);
  }

  private long remainingNanos(OpenStage stage) {
    return station.settings.timeoutNanos() - (station.run.time().nanoTime() - stage.sinceNanos());
  }

  /** A stage that was composed wraps what failed. */
  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wraps = failure instanceof CompletionException || failure instanceof ExecutionException;
    return wraps && cause != null ? cause : failure;
  }

  private void concludeAndGoOn(
      Attempt attempt, @Nullable Object result, @Nullable Throwable failure) {
    Attempt next = conclude(attempt, result, failure);
    if (next != null) {
      begin(next);
    }
  }

  /** Gives the next attempt, if that is to be made at once; else the permit is given back. */
  private @Nullable Attempt conclude(
      Attempt attempt, @Nullable Object result, @Nullable Throwable failure) {
    Attempt next = null;
    try {
      next = next(attempt, result, failure);
    } finally {
      if (next == null) {
        stages.giveBackPermit();
      }
    }
    return next;
  }

  private @Nullable Attempt next(
      Attempt attempt, @Nullable Object result, @Nullable Throwable failure) {
    output.openFor(attempt, false);
    Throwable thrown = failure == null ? emit(result) : failure;
    output.close();
    observed.after(attempt.item(), thrown);
    if (thrown == null) {
      outcomes.done(attempt);
      return null;
    }
    if (thrown instanceof Skip) {
      outcomes.skipped(attempt);
      return null;
    }
    return retries.nextOrFailed(attempt, thrown);
  }

  private @Nullable Throwable emit(@Nullable Object result) {
    if (!emits) {
      return null;
    }
    try {
      output.emit(
          Objects.requireNonNull(
              result,
              "the stage gave null, which is no output; fail it with Skip to drop the item"));
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  /** After the end: nobody waits for what is open, and it is cancelled. */
  void abandon() {
    stages.takeAll(
        stage -> {
          stage.cancel();
          abandoned();
        });
    UserCode.forgetInterrupt();
  }

  private void abandoned() {
    outcomes.abandoned();
    stages.giveBackPermit();
  }
}
