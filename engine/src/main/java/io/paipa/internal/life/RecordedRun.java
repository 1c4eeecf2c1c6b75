package io.paipa.internal.life;

import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.internal.flight.Flight;
import io.paipa.internal.flight.StepCountsEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A run, as a flight recorder sees it: its end, and meanwhile the counts of its steps. Costs a look
 * at a system property now and then as long as nobody records.
 *
 * <p><b>Who writes what.</b> The runs whose counts are recorded are under a lock of their own. One
 * of a run's looks adds it: it says so, adds it, and then looks whether the run has ended, to
 * remove it again. The end says that the run has ended, and then looks whether it was added. So one
 * of the two removes it. The recorder's thread takes a copy under the lock, and asks for the
 * reports without it.
 */
final class RecordedRun {
  /** Under its own monitor; by the run, which has ended when it is not there any more. */
  private static final Map<RecordedRun, Supplier<Report>> RUNS = new HashMap<>();

  private static final AtomicBoolean HAS_HOOK = new AtomicBoolean();

  private final Supplier<Report> report;
  private final AtomicBoolean added = new AtomicBoolean();
  private volatile boolean started;
  private volatile boolean ended;

  /**
   * A run that was not started.
   *
   * @param report what it says of itself
   */
  RecordedRun(Supplier<Report> report) {
    this.report = report;
  }

  /** At the start, and at intervals: a recording may have begun. */
  void look() {
    started = true;
    Flight.look();
    if (Flight.isOn() && added.compareAndSet(false, true)) {
      synchronized (RUNS) {
        RUNS.put(this, report);
      }
      if (ended) {
        remove();
      }
      if (HAS_HOOK.compareAndSet(false, true)) {
        StepCountsEvent.whenDue(RecordedRun::commitAll);
      }
    }
  }

  private void remove() {
    synchronized (RUNS) {
      RUNS.remove(this);
    }
  }

  /** The run has ended. */
  void end() {
    ended = true;
    if (added.get()) {
      remove();
    }
    if (started && Flight.isOn()) {
      try {
        recordEnd(report.get());
      } catch (Throwable t) {
        // an Error of the JVM's: those who wait for the end must get it
      }
    }
  }

  private static void recordEnd(Report last) {
    Flight.runEnded(
        last.pipelineName(),
        last.state().name(),
        last.elapsed().toNanos(),
        last.accepted(),
        last.exitCode());
  }

  private static void commitAll() {
    List<Supplier<Report>> all;
    synchronized (RUNS) {
      all = List.copyOf(RUNS.values());
    }
    all.forEach(each -> commit(each.get()));
  }

  private static void commit(Report report) {
    for (StepReport step : report.steps()) {
      StepCountsEvent.commit(
          report.pipelineName(),
          step.stepName(),
          new StepCountsEvent.Counts(
              step.received(),
              step.done(),
              step.skipped(),
              step.deadLettered(),
              step.failed(),
              step.retried(),
              step.queued(),
              step.inHand(),
              step.workers(),
              step.busyWorkers()));
    }
  }
}
