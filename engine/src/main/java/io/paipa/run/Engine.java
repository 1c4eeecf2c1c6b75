package io.paipa.run;

import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.hop.Hop;
import io.paipa.ledger.PipelineReport;
import io.paipa.ledger.StepLedger;
import io.paipa.source.Entrance;
import io.paipa.source.Feeder;
import io.paipa.source.Intake;
import io.paipa.worker.Station;
import io.paipa.worker.StationView;
import io.paipa.worker.StepSettings;
import io.paipa.worker.StepWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries a run from the start to its end: starts the threads, and when the last of them is done,
 * settles the ledger, calls back, and lets go who waits.
 */
final class Engine {
  /** Slots behind the last step: as many as before it, if that has fewer. */
  private static final int RESULTS_AT_MOST = 1_024;

  private final Definition definition;
  private final Failures failures;
  private final Lifecycle lifecycle;
  private final Assembly assembly;
  private final Intake intake = new Intake();
  private final Entrance entrance;
  private final Feeder feeder;
  private final Crew crew;
  private final Termination termination;
  private final List<StationView> views;
  private final Watch watch;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicBoolean terminated = new AtomicBoolean();
  private final List<BlockingQueue<?>> stagedQueues = new ArrayList<>();
  private volatile @Nullable Reporting reporting;
  private volatile long startNanos;
  private volatile boolean over;
  private volatile @Nullable Report finalReport;

  Engine(Definition definition) {
    this.definition = definition;
    this.failures = new Failures(definition.name());
    this.termination = new Termination(definition.time());
    this.lifecycle = new Lifecycle(definition, failures, this::sweep);
    this.assembly = new Assembly(definition, lifecycle);
    this.entrance = new Entrance(assembly.entrance(), intake);
    this.feeder =
        new Feeder(lifecycle, intake, entrance, () -> finish(false), this::awaitInterrupts);
    this.views = assembly.stations().stream().map(StationView::new).toList();
    this.watch = new Watch(views, definition.name(), definition.time(), termination::isOver);
    this.crew = new Crew(definition.name(), definition.threads(), this::settle);
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  Failures failures() {
    return failures;
  }

  Intake intake() {
    return intake;
  }

  Entrance entrance() {
    return entrance;
  }

  Crew crew() {
    return crew;
  }

  Termination termination() {
    return termination;
  }

  /**
   * Starts, after some preparation; false if it was started before. What fails in user code fails
   * the run.
   */
  boolean start(boolean forever, Runnable prepare) {
    synchronized (stagedQueues) {
      if (!lifecycle.start()) {
        return false;
      }
      startNanos = definition.time().nanoTime();
      intake.start(forever);
      prepare.run();
      if (intake.isClosed()) {
        lifecycle.finish(false);
      }
    }
    try {
      crew.asOwn(this::startThreads);
    } catch (Throwable t) {
      lifecycle.fail("the start failed", null, null, 0, t); // such as an Error of the JVM's
    } finally {
      crew.leave();
    }
    return true;
  }

  private void startThreads() {
    startReporting();
    watch.start();
    List<List<StepWorker>> workers = assembly.makeWorkers();
    int stepsStarted = 0;
    while (stepsStarted < workers.size() && callStepStart(workers.get(stepsStarted).get(0))) {
      stepsStarted++;
    }
    crew.keepInterrupt();
    keepJvm();
    for (int i = 0; i < workers.size(); i++) {
      startStep(workers.get(i), i < stepsStarted, definition.steps().get(i).settings());
    }
    if (!startThread(Crew.SOURCE, feeder::feed, false)) {
      crew.keepInterrupt();
      feeder.closeRest();
    }
    for (BlockingQueue<?> queue : stagedQueues) {
      startQueue(queue);
    }
    stagedQueues.clear();
  }

  private boolean callStepStart(StepWorker first) {
    crew.keepInterrupt(); // the caller's interrupt is not for the step
    return !lifecycle.isEnded() && first.startStep();
  }

  /** A step whose first hook failed, or was not called, is not stopped either. */
  private void startStep(List<StepWorker> workers, boolean started, StepSettings settings) {
    for (int index = 0; started && index < workers.size(); index++) {
      String name = settings.name() + "-" + index;
      if (!startThread(name, workers.get(index), settings.virtualThreads())) {
        crew.keepInterrupt();
        workers.get(index).end();
        crew.keepInterrupt();
      }
    }
  }

  private void keepJvm() {
    boolean virtual =
        definition.steps().stream().anyMatch(step -> step.settings().virtualThreads());
    if (virtual && definition.keepsJvm() && !lifecycle.isEnded()) {
      try {
        crew.keepJvm(() -> termination.completion().join());
      } catch (Throwable t) {
        lifecycle.fail("thread 'keeper' could not be started", null, null, 0, t);
      }
    }
  }

  private boolean startThread(String name, Runnable work, boolean virtual) {
    if (lifecycle.isEnded()) {
      return false;
    }
    try {
      crew.start(name, work, virtual);
      return true;
    } catch (Throwable t) {
      lifecycle.fail("thread '" + name + "' could not be started", null, null, 0, t);
      return false;
    }
  }

  private void startReporting() {
    if (definition.reporter() == null) {
      return;
    }
    Reporting started =
        new Reporting(
            definition.name(),
            definition.reporter(),
            definition.reportNanos(),
            this::report,
            this::terminate);
    try {
      crew.startReporter(started);
      reporting = started;
      if (settled.get()) {
        started.finish(); // the end was forced meanwhile, and knew of no reporter
      }
    } catch (Throwable t) {
      lifecycle.fail("thread 'reporter' could not be started", null, null, 0, t);
    }
  }

  /** A queue that doesn't end by itself; false if nothing more is taken. */
  boolean putQueue(BlockingQueue<?> queue) {
    synchronized (stagedQueues) {
      if (!intake.addQueue()) {
        return false;
      }
      if (lifecycle.state() == PipelineState.NEW) {
        stagedQueues.add(queue);
        return true;
      }
    }
    if (!crew.hold()) {
      intake.queueEnded();
      return false;
    }
    startQueue(queue);
    crew.leave();
    return true;
  }

  private void startQueue(BlockingQueue<?> queue) {
    if (!startThread(Crew.QUEUE, () -> feeder.feedFrom(queue), false)) {
      intake.queueEnded();
    }
  }

  void finish(boolean drain) {
    synchronized (stagedQueues) { // before the start or after it, not in its midst
      boolean interrupts = drain && !intake.isDraining();
      lifecycle.finish(drain);
      intake.close(drain);
      if (interrupts) {
        crew.interruptSources();
      } else {
        crew.interruptQueues();
      }
    }
  }

  /**
   * Before a source is closed: the interrupts that say it is over have come, and the flag is clear.
   */
  private void awaitInterrupts() {
    if (lifecycle.isEnded()) {
      lifecycle.awaitInterrupts();
    }
    synchronized (stagedQueues) { // also if it has ended: a drain may have been about to interrupt
      Thread.interrupted();
    }
  }

  private void sweep() {
    intake.close(true);
    try {
      // Before the interrupts: what is interrupted may be the user's, and not return.
      termination.forceAfter(definition.terminationNanos(), this::force);
    } finally {
      crew.interruptOthers();
      assembly.wakeAll();
    }
  }

  /** Every thread is done with its work: what is left now was abandoned. */
  private void settle() {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    try {
      abandonRest();
      over = true;
      crew.callBack(this::callBack);
      finalReport = snapshot(true);
    } finally {
      tellEnd(); // whoever waits for the end must get it, whatever the JVM throws
    }
  }

  private void abandonRest() {
    try {
      for (Station station : assembly.stations()) {
        station.abandonRest();
      }
      lifecycle.close(nothingAbandoned());
    } catch (Throwable t) {
      lifecycle.fail("the end of the run failed", null, null, 0, t);
      lifecycle.close(false);
    }
  }

  private void tellEnd() {
    Reporting started = reporting;
    if (started != null) {
      started.finish();
      termination.forceAfter(definition.terminationNanos(), this::force); // it may never return
    } else {
      terminate();
    }
  }

  private boolean nothingAbandoned() {
    Report report = snapshot(true);
    return report.abandonedBeforeFirstStep() == 0
        && report.steps().stream().allMatch(step -> step.abandoned() == 0);
  }

  private void callBack() {
    PipelineException failure = failures.get();
    if (failure != null && definition.whenFailed() != null) {
      if (lifecycle.isEnded()) {
        lifecycle.awaitInterrupts(); // none is to disturb it
      }
      try {
        definition.whenFailed().accept(failure);
      } catch (Throwable t) {
        failures.suppress(t);
      }
    }
  }

  private void terminate() {
    if (terminated.compareAndSet(false, true)) {
      termination.complete(this::report);
      watch.stop();
    }
  }

  /** User code does not return: the run ends without it. */
  private void force() {
    if (termination.isOver()) {
      return;
    }
    List<Thread> alive = crew.alive();
    if (!alive.isEmpty()) {
      termination.stuck(definition.name(), alive, failures.get());
    }
    termination.forceAfter(definition.terminationNanos(), this::terminate); // if the callback waits
    settle();
    terminate();
  }

  /**
   * If it was never started: what was put is abandoned, its sources are closed.
   *
   * @param how for those who put too late: "was ..."
   */
  boolean closeUnstarted(String how) {
    synchronized (stagedQueues) {
      if (!lifecycle.closeUnstarted(how)) {
        return false;
      }
      intake.close(true);
    }
    crew.callBack(feeder::closeRest);
    finalReport = snapshot(true);
    terminate();
    return true;
  }

  /** Opens the results, while it is being prepared. */
  <O> Results<O> openResults(Pulling pulling, Runnable check, Runnable deliver) {
    Hop hop = assembly.addResults(RESULTS_AT_MOST);
    return new Results<>(pulling, lifecycle, termination, hop, check, deliver);
  }

  /** How many items wait for the first step; none does after the end, however it came. */
  long waiting() {
    return switch (lifecycle.state()) {
      case NEW, RUNNING, FINISHING -> intake.staged() + assembly.entrance().outlet().depth();
      case ABORTED, FAILED, COMPLETED -> 0;
    };
  }

  /** How many slots the first ring has. */
  int capacity() {
    return definition.steps().get(0).settings().capacity();
  }

  long count() {
    List<StepLedger> ledgers = assembly.ledgers();
    int last = ledgers.size() - 1;
    boolean sink = definition.steps().get(last).sink();
    return sink ? ledgers.get(last).done() : ledgers.get(last).emitted();
  }

  String dump() {
    return Dump.of(report(), views, crew.sources());
  }

  Report report() {
    Report last = finalReport;
    return last != null ? last : snapshot(over);
  }

  private Report snapshot(boolean over) {
    List<StepReport> steps = new ArrayList<>();
    for (StepLedger ledger : assembly.ledgers()) {
      steps.add(ledger.report(over));
    }
    long waiting = intake.staged() + feeder.abandoned();
    long start = startNanos;
    return new PipelineReport(
        definition.name(),
        lifecycle.state(),
        Duration.ofNanos(start == 0 ? 0 : definition.time().nanoTime() - start),
        assembly.ledgers().get(0).received(over) + waiting,
        over ? waiting : feeder.abandoned(),
        List.copyOf(steps),
        Optional.ofNullable(failures.get()));
  }
}
