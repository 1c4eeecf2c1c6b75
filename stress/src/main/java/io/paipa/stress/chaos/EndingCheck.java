package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.SourceReport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Checks that a pipeline ended in the right state, for the right failure, and told it once. */
final class EndingCheck {
  private static final int NO_STEP = -1;
  private static final long COMPLETION_SECONDS = 10;

  private final Scenario scenario;
  private final Pipeline<Object, Object> pipeline;
  private final Sabotage sabotage;
  private final Calls calls;
  private final Problems problems;
  private int failedStep = NO_STEP;

  EndingCheck(
      Scenario scenario,
      Pipeline<Object, Object> pipeline,
      Sabotage sabotage,
      Calls calls,
      Problems problems) {
    this.scenario = scenario;
    this.pipeline = pipeline;
    this.sabotage = sabotage;
    this.calls = calls;
    this.problems = problems;
  }

  void check(int failedCalls) {
    PipelineState state = pipeline.state();
    problems.otherUnless(!pipeline.isAlive(), "it is alive after close()");
    checkState(state);
    checkDelivery(state, failedCalls);
    checkCut(state);
    checkCompletion();
  }

  /** The step at which an item failed the pipeline; negative if none did. */
  int failedStep() {
    return failedStep;
  }

  private void checkState(PipelineState state) {
    List<Sabotage.Fatal> all = sabotage.fatal();
    List<Sabotage.Fatal> fatal = all.stream().filter(thrown -> !thrown.maybe()).toList();
    switch (state) {
      case COMPLETED, DRAINED -> {
        List<Sabotage.Fatal> ignored =
            fatal.stream().filter(thrown -> thrown.always() || !mayBeHidden(thrown)).toList();
        problems.otherUnless(ignored.isEmpty(), "completed, in spite of " + ignored);
      }
      case ABORTED -> {
        problems.otherUnless(scenario.mayAbort(), "aborted by nobody");
        List<Sabotage.Fatal> hidden = fatal.stream().filter(Sabotage.Fatal::always).toList();
        boolean started = scenario.start() != Scenario.Start.NEVER;
        problems.otherUnless(hidden.isEmpty() || !started, "aborted, in spite of " + hidden);
      }
      case FAILED -> checkFailure(all);
      default -> problems.other("state " + state + " after the end");
    }
  }

  /** A drain does not mind what a source throws, and may hide what a hook does. */
  private boolean mayBeHidden(Sabotage.Fatal thrown) {
    return scenario.drains() && (thrown.ofSource() || thrown.ofHook());
  }

  private void checkFailure(List<Sabotage.Fatal> fatal) {
    PipelineException failure = pipeline.failure().orElse(null);
    if (failure == null) {
      problems.other("failed, and has no failure");
      return;
    }
    Throwable cause = failure.getCause();
    for (Sabotage.Fatal thrown : fatal) {
      if (isPartOf(thrown.throwable(), cause)) {
        String step = thrown.step() < 0 ? null : "s" + thrown.step();
        boolean named = step == null || step.equals(failure.stepName().orElse(""));
        problems.otherUnless(named, "the failure names another step than " + step + ": " + failure);
        failedStep = thrown.ofItem() ? thrown.step() : NO_STEP;
        return;
      }
    }
    boolean timeouts = scenario.steps().stream().anyMatch(step -> step.timeoutMillis() > 0);
    boolean interrupts =
        scenario.does(Act.Kind.INTERRUPT_WORKER) || scenario.does(Act.Kind.INTERRUPT_CALLER);
    boolean known =
        (cause instanceof InterruptedException && interrupts)
            || (cause instanceof TimeoutException && timeouts)
            || (cause instanceof NullPointerException && scenario.has(Fault.Kind.SOURCE_NULL))
            || (cause instanceof IllegalStateException
                && (scenario.has(Fault.Kind.THREAD_FACTORY_NULL)
                    || scenario.has(Fault.Kind.THREAD_NEVER_RUNS)));
    problems.otherUnless(known, "it failed for what nobody threw: " + failure + ", " + cause);
  }

  private static boolean isPartOf(Throwable thrown, @Nullable Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t == thrown) {
        return true;
      }
    }
    return false;
  }

  private void checkDelivery(PipelineState state, int failedCalls) {
    int delivered = calls.delivered();
    boolean failed = state == PipelineState.FAILED;
    problems.otherUnless(
        delivered <= 1 && (failed || delivered == 0),
        "the failure was thrown " + delivered + " times, " + state);
    boolean never = scenario.start() == Scenario.Start.NEVER;
    problems.otherUnless(
        !failed
            || scenario.pullsResults()
            || scenario.runsDuring()
            || never
            || delivered + calls.stuck() >= 1,
        "the failure was thrown to nobody");
    problems.otherUnless(
        failedCalls == (failed ? 1 : 0), "whenFailed: " + failedCalls + " calls, " + state);
    problems.otherUnless(
        !calls.interrupted() || scenario.mayAbort(), "a call was interrupted by nobody");
    boolean pulledAll = scenario.start() == Scenario.Start.RESULTS && calls.startReturned();
    problems.otherUnless(
        !pulledAll
            || state == PipelineState.COMPLETED
            || (state == PipelineState.DRAINED && !scenario.drains()), // a queue keeps items
        "the results ended as if all were well, " + state);
  }

  /** Nobody may take for done what was not. */
  private void checkCut(PipelineState state) {
    Report report = pipeline.report();
    boolean allEnded = report.sources().stream().allMatch(SourceReport::ended);
    boolean completed = state == PipelineState.COMPLETED;
    problems.otherUnless(
        !completed || (allEnded && !report.cutShort()),
        "completed, and cut short: " + report.sources());
    problems.otherUnless(
        state != PipelineState.DRAINED || (!allEnded && report.cutShort()),
        "drained, and nothing was cut: " + report.sources());
    boolean failed = state == PipelineState.FAILED; // thrown once, and to somebody else
    boolean unstarted = report.elapsed().isZero(); // closing it was nobody's cut
    boolean queueKeeps = report.sources().stream().anyMatch(source -> source.left() > 0);
    problems.otherUnless(
        failed || unstarted || queueKeeps || !calls.trusted() || !report.cutShort(),
        "a call returned as if all were done, " + state + ": " + report.sources());
  }

  /** It may come a moment after the calls that wait for the end have returned. */
  private void checkCompletion() {
    CompletableFuture<Report> completion = pipeline.completion().toCompletableFuture();
    try {
      completion.handle((report, thrown) -> report).get(COMPLETION_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // that is looked at now
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    problems.otherUnless(completion.isDone(), "the completion did not complete: " + completion);
    problems.otherUnless(
        !completion.isCompletedExceptionally() || mayLackTheReport(),
        "the completion has no report: " + completion);
  }

  /** It is made at the end, and again if that failed; a clock may fail at both. */
  private boolean mayLackTheReport() {
    long errors =
        scenario.faults().stream().filter(fault -> fault.kind() == Fault.Kind.CLOCK_ERROR).count();
    return errors > 1 && sabotage.hasHappened(Fault.Kind.CLOCK_ERROR);
  }
}
