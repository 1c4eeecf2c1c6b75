package io.paipa.internal.life;

import io.paipa.Report;
import io.paipa.Reporter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Gives reports to the user's reporter, in a thread of its own, until the work is over. */
final class ReporterLoop implements Runnable {
  private final ObserverLog log;
  private final Reporter reporter;
  private final long intervalNanos;
  private final Supplier<Report> report;
  private final Runnable whenDone;
  private final CountDownLatch workOver = new CountDownLatch(1);

  ReporterLoop(
      String pipelineName,
      Reporter reporter,
      long intervalNanos,
      Supplier<Report> report,
      Runnable whenDone) {
    this.log = new ObserverLog(pipelineName, "the reporter");
    this.reporter = reporter;
    this.intervalNanos = intervalNanos;
    this.report = report;
    this.whenDone = whenDone;
  }

  /** The last report is due. */
  void finish() {
    workOver.countDown();
  }

  @Override
  public void run() {
    try {
      boolean over = false;
      while (!over) {
        try {
          over = workOver.await(intervalNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          continue; // only the pipeline's state means stop
        }
        report();
      }
    } finally {
      whenDone.run();
    }
  }

  private void report() {
    try {
      reporter.report(report.get());
    } catch (Throwable e) { // an Error, too: it observes, it does not decide
      log.failed(e);
    }
  }
}
