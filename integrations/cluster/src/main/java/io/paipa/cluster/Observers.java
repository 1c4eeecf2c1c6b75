package io.paipa.cluster;

import io.paipa.PipelineDefinition;
import io.paipa.PipelineException;
import io.paipa.Report;
import io.paipa.Reporter;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a pipeline's definition wants to be told: in the program that has submitted it, of all
 * members together. What it throws is logged. A reporter has a thread of its own, a daemon; {@code
 * whenFailed} is called by the thread that learns of the end.
 */
final class Observers {
  private static final System.Logger LOG = System.getLogger("io.paipa.cluster");

  private final PipelineDefinition<?, ?> definition;
  private final JobReports reports;
  private final CompletionStage<Report> completion;
  private final CountDownLatch ended = new CountDownLatch(1);

  Observers(PipelineDefinition<?, ?> definition, JobReports reports, JobEnd end) {
    this.definition = definition;
    this.reports = reports;
    this.completion = end.completion();
  }

  void start() {
    definition.reporter().ifPresent(this::startReporting);
    definition.whenFailed().ifPresent(this::tellOfFailure);
  }

  private void tellOfFailure(Consumer<? super PipelineException> callback) {
    var unused =
        completion.whenComplete(
            (report, unread) -> {
              if (unread != null) {
                guarded("reading how it ended", () -> rethrow(unread));
              } else {
                report
                    .failure()
                    .ifPresent(failure -> guarded("whenFailed", () -> callback.accept(failure)));
              }
            });
  }

  private static void rethrow(Throwable thrown) {
    throw new IllegalStateException("so nobody was told whether it has failed", thrown);
  }

  private void startReporting(Reporter reporter) {
    var unused = completion.whenComplete((report, failure) -> ended.countDown());
    Thread thread = new Thread(() -> report(reporter), definition.name() + "-cluster-reporter");
    thread.setDaemon(true);
    thread.start();
  }

  private void report(Reporter reporter) {
    try {
      while (!ended.await(definition.reportInterval().toNanos(), TimeUnit.NANOSECONDS)) {
        guarded("the reporter", () -> reporter.report(reports.now()));
      }
      guarded("the reporter", () -> reporter.report(last()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody here does that: the program wants it to end
    }
  }

  private Report last() {
    return completion.toCompletableFuture().join();
  }

  private void guarded(String what, Runnable call) {
    try {
      call.run();
    } catch (Throwable t) { // an Error, too: it observes, it does not decide
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline '" + definition.name() + "': " + what + " has failed",
          t);
    }
  }
}
