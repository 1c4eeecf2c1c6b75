package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.internal.assembly.Assembly;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.ledger.Causes;
import io.paipa.internal.worker.Station;
import io.paipa.internal.worker.UserCode;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What follows when the last thread of a run is done with its work. The ledger is settled, the
 * user's callback is called, and the last report is made. Then the threads that wait for the end
 * are let go.
 *
 * <p><b>Who writes what.</b> It is done once, by the last thread; or by the clock's, if user code
 * does not return. The thread that comes second finds by compare-and-set that it is done. The
 * reporter is written by the starting thread, which looks after that whether all is settled. The
 * thread that settles has said so before it looks for a reporter. So one of the two tells the
 * reporter to finish.
 */
final class Conclusion {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final PipelinePlan plan;
  private final Lifecycle lifecycle;
  private final UserCode userCode;
  private final Failures failures;
  private final Assembly assembly;
  private final Crew crew;
  private final Watch watch;
  private final Runnable abandonDeliveries;
  private final Reports reports;
  private final RecordedRun recorded;
  private final Termination termination;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicBoolean terminated = new AtomicBoolean();
  private volatile @Nullable ReporterLoop reporting;

  /**
   * Nothing is concluded.
   *
   * @param abandonDeliveries tells producers that nobody will be done with their items, unless
   *     somebody still pulls results
   */
  Conclusion(
      PipelinePlan plan,
      Lifecycle lifecycle,
      Failures failures,
      Assembly assembly,
      Crew crew,
      Watch watch,
      Runnable abandonDeliveries,
      Reports reports,
      RecordedRun recorded,
      Termination termination) {
    this.plan = plan;
    this.lifecycle = lifecycle;
    this.userCode = new UserCode(lifecycle);
    this.failures = failures;
    this.assembly = assembly;
    this.crew = crew;
    this.watch = watch;
    this.abandonDeliveries = abandonDeliveries;
    this.reports = reports;
    this.recorded = recorded;
    this.termination = termination;
  }

  /** Before the workers are started: the thread of the reporter, if there is one. */
  void startReporting() {
    if (plan.reporter() == null) {
      return;
    }
    ReporterLoop started =
        new ReporterLoop(
            plan.name(), plan.reporter(), plan.reportNanos(), reports::now, this::terminate);
    try {
      crew.startReporter(started, this::goOnWithoutReporter);
      reporting = started;
      if (settled.get()) {
        started.finish(); // the end was forced meanwhile, and knew of no reporter
      }
    } catch (Throwable t) {
      lifecycle.fail("thread 'reporter' could not be started", null, null, 0, t);
    }
  }

  private void goOnWithoutReporter() {
    reporting = null;
    if (settled.get()) {
      terminate();
    }
  }

  /** Every thread is done with its work: what is left now was abandoned. */
  void settle() {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    try {
      abandonRest();
      failures.awaitLog();
      reports.over();
      crew.callBack(this::callBack);
      reports.keepLast();
    } finally {
      tellEnd(); // a thread that waits for the end must get it, whatever the JVM throws
    }
  }

  private void abandonRest() {
    try {
      // Well within the time after which the end is forced.
      long deadline = System.nanoTime() + plan.terminationNanos() / 4;
      for (Station station : assembly.stations()) {
        station.abandonRest(deadline);
      }
      crew.callBack(abandonDeliveries); // before the state is final: they may fail the run
      lifecycle.close();
    } catch (Throwable t) {
      lifecycle.fail("the end of the run failed", null, null, 0, t);
      lifecycle.close();
    }
  }

  private void tellEnd() {
    ReporterLoop started = reporting;
    if (started != null) {
      started.finish();
      termination.forceAfter(plan.terminationNanos(), this::force); // it may never return
    } else {
      terminate();
    }
  }

  private void callBack() {
    PipelineException failure = failures.get();
    if (failure != null && plan.whenFailed() != null) {
      userCode.awaitEnd();
      try {
        plan.whenFailed().accept(failure);
      } catch (Throwable t) {
        failures.suppress(t);
        if (t != failure && Causes.leadsTo(t, failure)) { // it can't be suppressed in its own cause
          LOG.log(
              System.Logger.Level.WARNING,
              "pipeline '" + plan.name() + "': whenFailed failed, too",
              t);
        }
      }
    }
  }

  private void terminate() {
    if (terminated.compareAndSet(false, true)) {
      recorded.end(); // before anybody goes on, and ends the recording
      termination.complete(reports::now);
      watch.stop();
      crew.forgetUnrun();
    }
  }

  /** User code does not return: the run ends without it. */
  void force() {
    if (termination.isOver()) {
      return;
    }
    List<Thread> alive = crew.alive();
    if (!alive.isEmpty()) {
      termination.stuck(plan.name(), alive, failures.get());
    }
    termination.forceAfter(plan.terminationNanos(), this::terminate); // if the callback waits
    settle();
    terminate();
  }

  /** The run was never started, and is closed. */
  void endUnstarted() {
    crew.callBack(abandonDeliveries);
    reports.keepLast();
    terminate();
  }
}
