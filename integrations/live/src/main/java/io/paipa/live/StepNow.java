package io.paipa.live;

import io.paipa.StepReport;
import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import java.time.Duration;
import java.util.Optional;

/**
 * A step at one look, and what it did in the last seconds before; or in its whole run, when the
 * pipeline has ended.
 *
 * @param report what the pipeline says
 * @param itemsPerSecond items that it was through with; not a number if that is not known yet
 * @param service what the attempts took, as far as some were measured
 * @param time what the workers spent their time on
 */
record StepNow(
    StepReport report, double itemsPerSecond, Optional<TimeDistribution> service, WorkerTime time) {

  static StepNow ofWholeRun(StepReport report, Duration elapsed) {
    return new StepNow(
        report,
        elapsed.isZero() ? Double.NaN : settled(report) * 1e9 / elapsed.toNanos(),
        report.serviceTime(),
        report.workerTime());
  }

  /** Items that the step is through with, whatever became of them. */
  static long settled(StepReport report) {
    return report.done() + report.skipped() + report.deadLettered() + report.failed();
  }

  /** How full the ring is, from 0 to 1. */
  double fill() {
    int capacity = report.queueCapacity();
    return capacity == 0 ? 0 : Math.min(1, (double) report.queued() / capacity);
  }
}
