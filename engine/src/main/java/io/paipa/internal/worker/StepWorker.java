package io.paipa.internal.worker;

import io.paipa.CheckedFunction;
import io.paipa.IteratorStep;
import io.paipa.Step;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;

/**
 * A worker's life: starts its step's instance, drives it, and stops it, whatever happens in
 * between. Run by one thread; the last worker of a step also ends the step.
 */
public final class StepWorker implements Runnable {
  private final Station station;
  private final int index;
  private final Driver driver;

  private StepWorker(Station station, int index, Driver driver) {
    this.station = station;
    this.index = index;
    this.driver = driver;
  }

  /**
   * A worker for a step's instance.
   *
   * @param station what it shares with its siblings
   * @param index its number
   * @param step the instance
   * @return the worker
   */
  @SuppressWarnings("unchecked") // items are objects to the engine
  public static StepWorker of(Station station, int index, Step<?, ?> step) {
    return new StepWorker(
        station, index, new PushDriver(station, index, (Step<Object, Object>) step));
  }

  /**
   * A worker for an asynchronous step.
   *
   * @param station what it shares with its siblings
   * @param index its number
   * @param function gives a stage for each item
   * @param emits whether the stages' results are the step's outputs
   * @return the worker
   */
  @SuppressWarnings("unchecked") // items are objects to the engine
  public static StepWorker of(
      Station station, int index, CheckedFunction<?, ?> function, boolean emits) {
    return new StepWorker(
        station,
        index,
        new AsyncDriver(
            station, index, (CheckedFunction<Object, CompletionStage<?>>) function, emits));
  }

  /**
   * A worker for an iterator step.
   *
   * @param station what it shares with its siblings
   * @param index its number
   * @param step the step
   * @return the worker
   */
  @SuppressWarnings("unchecked") // items are objects to the engine
  public static StepWorker of(Station station, int index, IteratorStep<?, ?> step) {
    return new StepWorker(
        station, index, new PullDriver(station, index, (IteratorStep<Object, Object>) step));
  }

  /**
   * Calls the step's first hook, on the first worker, before any worker runs.
   *
   * @return whether it succeeded
   */
  public boolean startStep() {
    boolean started =
        guarded(
            () -> {
              if (driver instanceof PushDriver push) {
                push.stepStart();
              }
            });
    if (!started) {
      station.closeShared(); // it is not stopped either, but what it has shared is closed
    }
    return started;
  }

  @Override
  public void run() {
    Activity activity = station.activities[index];
    activity.begin();
    try {
      boolean started = !station.run.isEnded() && guarded(driver::start);
      if (started) {
        guarded(() -> driver.drive(new Puller(station, index, driver)));
      }
      station.userCode.awaitEnd();
      if (started) {
        guarded(driver::stop);
      }
    } finally {
      end(); // whatever the JVM throws: the others wait for it
      activity.end();
    }
  }

  /** The worker is done, or will never run: if it was the last one, its step is. */
  public void end() {
    if (!station.workerEnded()) {
      return;
    }
    station.userCode.awaitEnd();
    guarded(driver::stepStop);
    station.closeShared();
    if (!station.run.isEnded()) {
      UserCode.forgetInterrupt();
      guarded(() -> station.activities[index].whileBlocked(station::publishSentinel));
    }
  }

  private boolean guarded(Hooks.Hook hook) {
    try {
      hook.call();
      return true;
    } catch (HookFailure failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      station.run.fail(
          String.valueOf(failure.getMessage()), station.settings.name(), null, 0, cause);
    } catch (CancellationException e) {
      if (!station.run.isEnded()) {
        station.run.fail("a worker was cancelled", station.settings.name(), null, 0, e);
      }
    } catch (Throwable t) {
      station.run.fail("a worker died", station.settings.name(), null, 0, t);
    }
    return false;
  }
}
