package io.paipa.internal.worker;

import io.paipa.Emitter;
import io.paipa.Step;
import io.paipa.WorkerActivity;
import java.util.concurrent.CancellationException;

/**
 * Calls the hooks of a worker's step; what they throw comes out as a {@link HookFailure}, or as a
 * {@link CancellationException} if it is of the end's doing. Used by one thread at a time: the
 * worker's, or the one that starts or stops the step.
 */
final class Hooks {
  private final Station station;
  private final Activity activity;
  private final Output output;

  Hooks(Station station, int index, Output output) {
    this.station = station;
    this.activity = station.activities[index];
    this.output = output;
  }

  /** A call of user code. */
  @FunctionalInterface
  interface Hook {
    void call() throws Exception;
  }

  private static final ClassValue<Boolean> INPUT_EMPTY = own("onInputEmpty");
  private static final ClassValue<Boolean> FLUSH = own("onFlush");

  /**
   * Looked up once for each class, not for each worker: reflection leaves much to the collector.
   */
  private static ClassValue<Boolean> own(String hook) {
    return new ClassValue<>() {
      @Override
      protected Boolean computeValue(Class<?> step) {
        try {
          return step.getMethod(hook, Emitter.class).getDeclaringClass() != Step.class;
        } catch (NoSuchMethodException e) {
          return true;
        }
      }
    };
  }

  /** Whether a step wants to know that its input is empty: its workers need to be asked. */
  static boolean wantsInputEmpty(Step<?, ?> step) {
    return INPUT_EMPTY.get(step.getClass());
  }

  /** Whether a step flushes something of its own. */
  static boolean flushes(Step<?, ?> step) {
    return FLUSH.get(step.getClass());
  }

  /** The first of a step. */
  void stepStart(String name, Hook hook) {
    call(name, keepingInterrupt(hook));
  }

  /** The first of a worker. */
  void workerStart(String name, Hook hook) {
    try {
      call(name, hook);
    } finally {
      UserCode.forgetInterrupt();
    }
  }

  /** One that gets an emitter: what it emits is on its way when it returns. */
  void emitting(String name, Hook hook) {
    output.open();
    try {
      call(
          name,
          () -> {
            hook.call();
            output.flushOutbox();
          });
    } finally {
      output.close();
      UserCode.forgetInterrupt();
    }
  }

  /** The last of a worker, however the run ends. */
  void workerStop(String name, Hook hook) {
    try {
      callToStop(name, hook);
    } finally {
      UserCode.forgetInterrupt();
    }
  }

  /** The last of a step, however the run ends. */
  void stepStop(String name, Hook hook) {
    callToStop(name, keepingInterrupt(hook));
  }

  /** In the starting thread, which the engine never interrupts, an interrupt is its caller's. */
  private static Hook keepingInterrupt(Hook hook) {
    return () -> {
      try {
        hook.call();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw e;
      }
    };
  }

  /** Not after the end, whose interrupt it might not get. */
  private void call(String name, Hook hook) {
    if (station.run.isEnded()) {
      throw UserCode.ended();
    }
    call(name, hook, false);
  }

  /** After the end, too: after its interrupt then. */
  private void callToStop(String name, Hook hook) {
    call(name, hook, station.userCode.awaitEnd());
  }

  private void call(String name, Hook hook, boolean endedBefore) {
    WorkerActivity before = activity.turnTo(WorkerActivity.IN_HOOK);
    try {
      hook.call();
    } catch (Throwable t) {
      if (station.userCode.isOfTheEnd(t, endedBefore) || isCancellation(t)) {
        throw UserCode.ended();
      }
      throw new HookFailure(name, t);
    } finally {
      activity.turnTo(before);
    }
  }

  /** What a hook emits after the end is refused so. */
  private boolean isCancellation(Throwable thrown) {
    return station.run.isEnded() && thrown instanceof CancellationException;
  }
}
