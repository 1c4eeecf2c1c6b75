package io.paipa.internal.worker;

import io.paipa.Ending;
import io.paipa.Step;
import io.paipa.internal.ledger.WorkerCounts;
import io.paipa.internal.step.TimedStep;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Drives a {@link Step}: pushes the items that are pulled into it, and calls its hooks. */
final class PushDriver implements Driver {
  private final Station station;
  private final Step<Object, Object> step;
  private final Context context;
  private final Output output;
  private final Attempts attempts;
  private final WorkerCounts counts;
  private final @Nullable TimedStep<Object> timed;
  private final Activity activity;
  private final boolean wantsInputEmpty;
  private int keptBefore;

  PushDriver(Station station, int index, Step<Object, Object> step) {
    this.station = station;
    this.step = step;
    this.counts = station.ledger.worker(index);
    this.activity = station.activities[index];
    this.output = new Output(station, index);
    this.attempts = new Attempts(station, index, step, output);
    this.context = attempts.context();
    this.timed = timedOrNull(step);
    this.wantsInputEmpty = Hooks.overrides(step, "onInputEmpty");
    if (wantsInputEmpty || Hooks.overrides(step, "onFlush")) {
      station.flushesBeforeFences();
    }
  }

  @SuppressWarnings("unchecked") // outputs are objects to the engine
  private static @Nullable TimedStep<Object> timedOrNull(Step<Object, Object> step) {
    return step instanceof TimedStep<?> timedStep ? (TimedStep<Object>) timedStep : null;
  }

  /** Before any worker runs, in the starting thread. */
  void stepStart() {
    hook("onStepStart", keepingInterrupt(() -> step.onStepStart(context)));
  }

  /** In the starting thread, which the engine never interrupts, an interrupt is its caller's. */
  private static Hooks.Hook keepingInterrupt(Hooks.Hook hook) {
    return () -> {
      try {
        hook.call();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw e;
      }
    };
  }

  @Override
  public void start() {
    hook("onWorkerStart", () -> step.onWorkerStart(context));
    Thread.interrupted(); // only the pipeline's state means stop
  }

  @Override
  public void drive(Puller puller) {
    if (attempts.arePlain()) {
      while (puller.pull()) {
        driveRun(puller);
      }
    } else {
      while (puller.pull()) {
        if (attempts.attempt(new Attempt(puller.item(), puller.place(), puller.attempt()))) {
          accountForKept();
        }
      }
    }
    if (!station.run.isEnded()) {
      flush();
    }
  }

  /** The way of nearly all items of most pipelines: out of the claim, through the step, and on. */
  private void driveRun(Puller puller) {
    attempts.open();
    try {
      Object item = puller.item();
      while (item != null) {
        if (attempts.attemptPlain(item)) {
          accountForKept();
        }
        item = puller.nextOfRun();
      }
    } finally {
      attempts.close();
    }
  }

  /** Items that a step keeps are not done before they are emitted. */
  private void accountForKept() {
    if (timed != null) {
      int kept = timed.kept();
      counts.done(keptBefore - kept);
      keptBefore = kept;
    }
  }

  @Override
  public void inputEmpty() {
    if (wantsInputEmpty) { // nearly every item meets an empty input, where a pipeline is quick
      emittingHook("onInputEmpty", () -> step.onInputEmpty(output));
    }
  }

  @Override
  public void flush() {
    emittingHook("onFlush", () -> step.onFlush(output));
    accountForKept();
  }

  @Override
  public void flushOutputs() {
    output.flushOutbox();
  }

  @Override
  public @Nullable Object meta(Object meta) {
    Object[] passed = new Object[1];
    emittingHook("onMeta", () -> keep(passed, step.onMeta(meta, output)));
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
      emittingHook("the time limit", () -> timed.onDeadline(output));
      accountForKept();
    }
  }

  @Override
  public void stop() {
    if (keptBefore > 0) {
      counts.abandoned(keptBefore);
    }
    Ending ending = station.run.ending();
    try {
      stopHook("onWorkerStop", () -> step.onWorkerStop(ending));
    } finally {
      Thread.interrupted(); // only the pipeline's state means stop
    }
  }

  @Override
  public void stepStop() {
    stopHook("onStepStop", keepingInterrupt(() -> step.onStepStop(context)));
  }

  /** Calls a hook that gets an emitter. */
  private void emittingHook(String name, Hooks.Hook hook) {
    output.open();
    try {
      hook(
          name,
          () -> {
            hook.call();
            output.flushOutbox();
          });
    } finally {
      output.close();
      Thread.interrupted(); // only the pipeline's state means stop
    }
  }

  /** Calls a hook; not after the end, whose interrupt it might not get. */
  private void hook(String name, Hooks.Hook hook) {
    if (station.run.isEnded()) {
      throw new CancellationException("the pipeline has ended");
    }
    call(name, hook, false);
  }

  /** Calls a hook that is called after the end, too: after its interrupt then. */
  private void stopHook(String name, Hooks.Hook hook) {
    boolean ended = station.run.isEnded();
    if (ended) {
      station.run.awaitInterrupts();
    }
    call(name, hook, ended);
  }

  private void call(String name, Hooks.Hook hook, boolean endedBefore) {
    Activity.Doing before = activity.turnTo(Activity.Doing.IN_HOOK);
    try {
      hook.call();
    } catch (Throwable t) {
      boolean interrupted = !endedBefore && station.run.isOfTheEnd(t);
      if (station.run.isEnded() && (interrupted || t instanceof CancellationException)) {
        throw new CancellationException("the pipeline has ended");
      }
      throw new HookFailure(name, t);
    } finally {
      activity.turnTo(before);
    }
  }
}
