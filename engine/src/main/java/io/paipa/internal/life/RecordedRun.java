package io.paipa.internal.life;

import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.internal.flight.Flight;
import io.paipa.internal.flight.StepCountsEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A run, as a flight recorder sees it: its end, and meanwhile the counts of its steps. Costs a look
 * at a system property now and then as long as nobody records.
 *
 * <p><b>Who writes what.</b> The run adds itself to those whose counts are recorded: it says so,
 * adds it, and then looks whether the run has ended, to remove it again. The end says that the run
 * has ended, and then looks whether it was added. So one of the two removes it. The recorder's
 * thread reads without a lock: so it waits for nobody who holds the recorder's own.
 *
 * <p>The hook is there as long as there are such runs, under a lock: after a change of the runs
 * each thread looks whether they have what they need. The recorder keeps what a hook refers to, and
 * the access control context of the thread that adds it. So it goes with the last run, and a thread
 * adds it that has inherited none.
 */
final class RecordedRun {
  private static final Map<RecordedRun, Supplier<Report>> RUNS = new ConcurrentHashMap<>();
  private static final Lock HOOK_LOCK = new ReentrantLock();
  private static final Runnable HOOK = RecordedRun::commitAll;

  /** Under the lock. */
  private static boolean hooked;

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

  /** At the start, which may take a while if somebody records. */
  void start() {
    started = true;
    Flight.prepare();
  }

  /** At intervals, in the thread of the clock: a recording may have begun. */
  boolean isDue() {
    return Flight.isToBePrepared() || (Flight.isOn() && !added.get());
  }

  /** What is due: in a thread that has inherited no access control context. */
  void doWhatIsDue() {
    Flight.prepare();
    if (Flight.isOn() && added.compareAndSet(false, true)) {
      RUNS.put(this, report);
      try {
        adjustHook();
      } finally {
        if (ended) { // it may just have been too early for the end to find it
          remove();
        }
      }
    }
  }

  private void remove() {
    RUNS.remove(this);
    adjustHook();
  }

  private static void adjustHook() {
    HOOK_LOCK.lock();
    try {
      boolean needed = !RUNS.isEmpty();
      if (needed && !hooked) {
        StepCountsEvent.whenDue(HOOK);
      } else if (!needed && hooked) {
        StepCountsEvent.neverMore(HOOK);
      }
      hooked = needed;
    } finally {
      HOOK_LOCK.unlock();
    }
  }

  /** The run has ended. */
  void end() {
    ended = true;
    try {
      if (added.get()) {
        remove();
      }
      if (started && Flight.isOn()) {
        recordEnd(report.get());
      }
    } catch (Throwable t) {
      // an Error of the JVM's: those who wait for the end must get it
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
    RUNS.values().forEach(each -> commit(each.get()));
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
