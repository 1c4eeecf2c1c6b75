package io.paipa.internal.life;

import io.paipa.internal.assembly.Assembly;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.source.AcknowledgedFeeder;
import io.paipa.internal.source.Feeder;
import io.paipa.internal.source.Intake;
import io.paipa.internal.source.QueueSource;
import io.paipa.internal.worker.Station;
import io.paipa.internal.worker.StationSettings;
import io.paipa.internal.worker.StepWorker;
import java.util.List;

/**
 * Starts the threads of a run, by the thread that starts it. What can't be started, or fails in
 * user code, fails the run.
 */
final class Start {
  private final PipelinePlan plan;
  private final Lifecycle lifecycle;
  private final Assembly assembly;
  private final Crew crew;
  private final Intake intake;
  private final Feeder feeder;
  private final Termination termination;

  Start(
      PipelinePlan plan,
      Lifecycle lifecycle,
      Assembly assembly,
      Crew crew,
      Intake intake,
      Feeder feeder,
      Termination termination) {
    this.plan = plan;
    this.lifecycle = lifecycle;
    this.assembly = assembly;
    this.crew = crew;
    this.intake = intake;
    this.feeder = feeder;
    this.termination = termination;
  }

  /**
   * Makes the workers, calls their first hooks, and starts all threads that are at work.
   *
   * @param startingOwnThreads starts those of the sources that have their own
   */
  void startAll(Runnable startingOwnThreads) {
    assembly.stations().forEach(Station::open);
    List<List<StepWorker>> workers = assembly.makeWorkers();
    int stepsStarted = 0;
    while (stepsStarted < workers.size() && callStepStart(workers.get(stepsStarted).get(0))) {
      stepsStarted++;
    }
    crew.keepInterrupt();
    keepJvm();
    for (int i = 0; i < workers.size(); i++) {
      startStep(workers.get(i), i < stepsStarted, plan.steps().get(i).settings());
    }
    if (!startThread(Crew.SOURCE, feeder::feed, feeder::closeRest, Crew.Kind.ANY)) {
      crew.keepInterrupt();
      feeder.closeRest();
    }
    startingOwnThreads.run();
  }

  private boolean callStepStart(StepWorker first) {
    crew.keepInterrupt(); // the caller's interrupt is not for the step
    return !lifecycle.isEnded() && first.startStep();
  }

  /** A step whose first hook failed, or was not called, is not stopped either. */
  private void startStep(List<StepWorker> workers, boolean started, StationSettings settings) {
    for (int index = 0; started && index < workers.size(); index++) {
      String name = settings.name() + "-" + index;
      StepWorker worker = workers.get(index);
      if (!startThread(name, worker, worker::end, kind(settings))) {
        crew.keepInterrupt();
        worker.end();
        crew.keepInterrupt();
      }
    }
  }

  private static Crew.Kind kind(StationSettings settings) {
    if (settings.idling().virtualThreads()) {
      return Crew.Kind.VIRTUAL;
    }
    return settings.idling().keepsCores() ? Crew.Kind.PLATFORM : Crew.Kind.ANY;
  }

  private void keepJvm() {
    boolean virtual =
        plan.steps().stream().anyMatch(step -> step.settings().idling().virtualThreads());
    if (virtual && plan.keepsJvm() && !lifecycle.isEnded()) {
      try {
        crew.keepJvm(() -> termination.completion().join());
      } catch (Throwable t) {
        lifecycle.fail("thread 'keeper' could not be started", null, null, 0, t);
      }
    }
  }

  /** False if it could not be started; {@code instead} is for a thread that then never runs. */
  private boolean startThread(String name, Runnable work, Runnable instead, Crew.Kind kind) {
    if (lifecycle.isEnded()) {
      return false;
    }
    try {
      crew.start(name, work, instead, kind);
      return true;
    } catch (Throwable t) {
      lifecycle.fail("thread '" + name + "' could not be started", null, null, 0, t);
      return false;
    }
  }

  /** Starts the thread of a source that is told of its items. */
  void startAcknowledged(AcknowledgedFeeder source) {
    crew.atWork().enterLasting();
    Runnable giveUp = thenLeaveLasting(source::giveUp);
    if (!startThread(Crew.ACKNOWLEDGED, thenLeaveLasting(source::feed), giveUp, Crew.Kind.ANY)) {
      giveUp.run();
    }
  }

  private Runnable thenLeaveLasting(Runnable work) {
    return () -> {
      try {
        work.run();
      } finally {
        crew.atWork().leaveLasting();
      }
    };
  }

  /** Starts the thread of a queue that doesn't end by itself. */
  void startQueue(QueueSource queue) {
    Runnable work = () -> feeder.feedFrom(queue);
    if (!startThread(Crew.QUEUE, work, intake::queueEnded, Crew.Kind.ANY)) {
      intake.queueEnded();
    }
  }
}
