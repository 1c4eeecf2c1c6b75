package io.paipa.internal.worker;

import io.paipa.Ending;
import io.paipa.Step;
import io.paipa.internal.flight.Flight;
import io.paipa.internal.step.TimedStep;
import org.jspecify.annotations.Nullable;

/** Drives a {@link Step}: pushes the items that are pulled into it, and calls its hooks. */
final class PushDriver implements Driver {
  private final Station station;
  private final Step<Object, Object> step;
  private final Context context;
  private final Output output;
  private final Attempts attempts;
  private final PlainAttempts plain;
  private final ServiceSampler sampler;
  private final KeptItems kept;
  private final @Nullable TimedStep<Object> timed;
  private final Hooks hooks;
  private final boolean wantsInputEmpty;

  PushDriver(Station station, int index, Step<Object, Object> step) {
    this.station = station;
    this.step = step;
    this.sampler = station.samplers[index];
    this.output = new Output(station, index);
    this.hooks = new Hooks(station, index, output);
    this.attempts = new Attempts(station, index, step, output);
    this.context = attempts.context();
    this.timed = timedOrNull(step);
    this.kept = new KeptItems(timed, station.ledger.worker(index));
    this.plain = new PlainAttempts(station, index, step, output, attempts, kept);
    this.wantsInputEmpty = Hooks.wantsInputEmpty(step);
    if (wantsInputEmpty || Hooks.flushes(step)) {
      station.flushesBeforeFences();
    }
  }

  @SuppressWarnings("unchecked") // outputs are objects to the engine
  private static @Nullable TimedStep<Object> timedOrNull(Step<Object, Object> step) {
    return step instanceof TimedStep<?> timedStep ? (TimedStep<Object>) timedStep : null;
  }

  /** Before any worker runs, in the starting thread. */
  void stepStart() {
    hooks.stepStart("onStepStart", () -> step.onStepStart(context));
  }

  @Override
  public void start() {
    hooks.workerStart("onWorkerStart", () -> step.onWorkerStart(context));
  }

  @Override
  public void drive(Supply supply) {
    if (attempts.arePlain()) {
      while (supply.pull()) {
        if (sampler.isDue() || Flight.recordsAttempts()) {
          attempt(supply.attempt());
          sampler.takesLongWay();
        } else {
          plain.attempt(supply.handOver(), supply);
        }
      }
    } else {
      while (supply.pull()) {
        attempt(supply.attempt());
      }
    }
    if (!station.run.isEnded()) {
      flush();
      attempts.kept().checkReleased();
    }
  }

  private void attempt(Attempt first) {
    if (attempts.attempt(first)) {
      kept.account();
    }
  }

  @Override
  public void inputEmpty() {
    if (wantsInputEmpty) { // nearly every item meets an empty input, where a pipeline is quick
      hooks.emitting("onInputEmpty", () -> step.onInputEmpty(output));
    }
  }

  @Override
  public boolean wantsInputEmpty() {
    return wantsInputEmpty;
  }

  @Override
  public void flush() {
    hooks.emitting("onFlush", () -> step.onFlush(output));
    kept.account();
  }

  @Override
  public void flushOutputs() {
    output.flushOutbox();
  }

  @Override
  public @Nullable Object meta(Object meta) {
    Object[] passed = new Object[1];
    hooks.emitting("onMeta", () -> keep(passed, step.onMeta(meta, output)));
    return passed[0];
  }

  @SuppressWarnings("NullAway") // an array as a variable that may hold null
  private static void keep(Object[] variable, @Nullable Object value) {
    variable[0] = value;
  }

  @Override
  public long remainingNanos() {
    return timed == null ? TimedStep.NEVER : timed.remainingNanos();
  }

  @Override
  public void deadline() {
    if (timed != null) {
      hooks.emitting("the time limit", () -> timed.onDeadline(output));
      kept.account();
    }
  }

  @Override
  public void stop() {
    kept.abandon();
    Ending ending = station.run.ending();
    hooks.workerStop("onWorkerStop", () -> step.onWorkerStop(ending));
  }

  @Override
  public void stepStop() {
    hooks.stepStop("onStepStop", () -> step.onStepStop(context));
  }
}
