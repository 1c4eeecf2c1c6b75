package io.paipa.internal.life;

import io.paipa.Report;
import io.paipa.Reporter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Gives reports to the user's reporter, in a thread of its own, until the work is over. */
final class ReporterLoop implements Runnable {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final String pipelineName;
  private final Reporter reporter;
  private final long intervalNanos;
  private final Supplier<Report> report;
  private final Runnable whenDone;
  private final CountDownLatch workOver = new CountDownLatch(1);
  private boolean logged;

  ReporterLoop(
      String pipelineName,
      Reporter reporter,
      long intervalNanos,
      Supplier<Report> report,
      Runnable whenDone) {
    this.pipelineName = pipelineName;
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
      log(e);
    }
  }

  private void log(Throwable failure) {
    if (logged) {
      return;
    }
    logged = true;
    try {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline '" + pipelineName + "': the reporter failed; further failures are not logged",
          failure);
    } catch (Throwable t) {
      // a log that fails is no reason to end the run for the threads that wait for it
    }
  }
}
