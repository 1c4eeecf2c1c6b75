package io.paipa.stress.chaos;

import io.paipa.StepReport;
import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import java.time.Duration;

/** Whether what a step tells of its time can be true. */
final class TimesCheck {
  private final StepReport report;
  private final Problems problems;

  TimesCheck(StepReport report, Problems problems) {
    this.report = report;
    this.problems = problems;
  }

  void check(Duration elapsed) {
    WorkerTime time = report.workerTime();
    Duration most = elapsed.multipliedBy(report.workers());
    holds(time.lifetime().compareTo(most) <= 0, "its workers have lived longer than the run");
    holds(!time.busy().isNegative(), "busy for less than no time");
    holds(!time.blocked().isNegative(), "blocked for less than no time");
    holds(!time.waiting().isNegative(), "waiting for less than no time");
    holds(report.busyWorkers() == 0, "a worker is busy after the end");
    long attempts = report.received() + report.retried();
    long measured = report.serviceTime().map(TimeDistribution::count).orElse(0L);
    holds(measured <= attempts, measured + " attempts were measured");
    report
        .queueTime()
        .ifPresent(
            times -> holds(times.max().compareTo(elapsed) <= 0, "an item has waited for too long"));
  }

  private void holds(boolean condition, String text) {
    problems.ledgerUnless(condition, text + ": " + report);
  }
}
