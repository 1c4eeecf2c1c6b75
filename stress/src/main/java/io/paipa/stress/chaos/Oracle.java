package io.paipa.stress.chaos;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Checks after the end of a pipeline what must always hold. */
final class Oracle {
  private final Scenario scenario;
  private final Pipeline<Object, Object> pipeline;
  private final Plumbing plumbing;
  private final List<Feeding> feedings;
  private final Sabotage sabotage;
  private final Problems problems;

  Oracle(
      Scenario scenario,
      Pipeline<Object, Object> pipeline,
      Plumbing plumbing,
      List<Feeding> feedings,
      Sabotage sabotage,
      Problems problems) {
    this.scenario = scenario;
    this.pipeline = pipeline;
    this.plumbing = plumbing;
    this.feedings = feedings;
    this.sabotage = sabotage;
    this.problems = problems;
  }

  void check(int delivered, int stuck, int pulled, boolean interrupted) {
    PipelineState state = pipeline.state();
    problems.otherUnless(!pipeline.isAlive(), "it is alive after close()");
    checkState(state, interrupted);
    checkDelivery(state, delivered, stuck);
    boolean forced = scenario.has(Fault.Kind.PROCESS_STUBBORN);
    checkLedger(pipeline.report(), state, forced);
    boolean cleanly = state == PipelineState.COMPLETED && !scenario.mayAbort();
    if (!forced) {
      int metas = checkMetas(cleanly);
      for (int i = 0; i < scenario.steps().size(); i++) {
        if (scenario.steps().get(i).hasHooks()) {
          plumbing.hooks(i).check(cleanly, metas);
        }
      }
      feedings.forEach(Feeding::check);
    }
    if (cleanly && !forced) {
      checkConservation();
      boolean sink = last().kind() == StepSpec.Kind.SINK;
      if (scenario.start() == Scenario.Start.RESULTS && !sink) {
        problems.otherUnless(
            pulled == pipeline.count(), pulled + " results pulled of " + pipeline.count());
      }
    }
  }

  private StepSpec last() {
    return scenario.steps().get(scenario.steps().size() - 1);
  }

  private void checkState(PipelineState state, boolean interrupted) {
    List<Sabotage.Fatal> all = sabotage.fatal();
    List<Sabotage.Fatal> fatal = all.stream().filter(thrown -> !thrown.maybe()).toList();
    switch (state) {
      case COMPLETED -> {
        boolean minds = !scenario.drains();
        List<Sabotage.Fatal> ignored =
            fatal.stream().filter(thrown -> thrown.always() || minds).toList();
        problems.otherUnless(ignored.isEmpty(), "completed, in spite of " + ignored);
      }
      case ABORTED -> {
        problems.otherUnless(scenario.mayAbort() || interrupted, "aborted by nobody");
        List<Sabotage.Fatal> hooks = fatal.stream().filter(Sabotage.Fatal::always).toList();
        boolean started = scenario.start() != Scenario.Start.NEVER;
        problems.otherUnless(hooks.isEmpty() || !started, "aborted, in spite of " + hooks);
      }
      case FAILED -> checkFailure(all);
      default -> problems.other("state " + state + " after the end");
    }
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
                && scenario.has(Fault.Kind.THREAD_FACTORY_NULL));
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

  private void checkDelivery(PipelineState state, int delivered, int stuck) {
    boolean failed = state == PipelineState.FAILED;
    problems.otherUnless(
        delivered <= 1 && (failed || delivered == 0),
        "the failure was thrown " + delivered + " times, " + state);
    boolean pulls = scenario.pullsResults();
    boolean never = scenario.start() == Scenario.Start.NEVER;
    problems.otherUnless(
        !failed || pulls || never || delivered + stuck >= 1, "the failure was thrown to nobody");
    int calls = plumbing.failedCalls();
    problems.otherUnless(calls == (failed ? 1 : 0), "whenFailed: " + calls + " calls, " + state);
  }

  private void checkLedger(Report report, PipelineState state, boolean forced) {
    boolean clean = state == PipelineState.COMPLETED;
    List<StepReport> steps = report.steps();
    long low = 0;
    long high = 0;
    for (Feeding feeding : feedings) {
      long[] accepted = feeding.accepted(clean && !scenario.mayAbort());
      low += accepted[0];
      high += accepted[1];
    }
    long accepted = report.accepted();
    problems.ledgerUnless(
        (low <= accepted && accepted <= high) || forced,
        "accepted " + accepted + ", but " + low + " to " + high + " were put in");
    problems.ledgerUnless(
        !clean || report.abandonedBeforeFirstStep() == 0, "completed, and abandoned some");
    boolean workerDied =
        sabotage.hasHappened(Fault.Kind.CLOCK_ERROR)
            || sabotage.hasHappened(Fault.Kind.TRACKER_ERROR);
    long came = accepted - report.abandonedBeforeFirstStep();
    for (int i = 0; i < steps.size(); i++) {
      StepReport step = steps.get(i);
      new StepLedgerCheck(scenario.steps().get(i), plumbing.probe(i), step, problems)
          .check(came, clean, forced || workerDied);
      came = step.emitted();
    }
  }

  /** Every meta event passed every step; gives how many there were. */
  private int checkMetas(boolean cleanly) {
    int metas = feedings.stream().mapToInt(Feeding::metas).sum();
    for (int i = 0; cleanly && i < scenario.steps().size(); i++) {
      if (scenario.steps().get(i).hasHooks()) {
        int passed = plumbing.probe(i).metas.get();
        problems.otherUnless(passed == metas, "s" + i + ": " + passed + " of " + metas + " metas");
      }
    }
    return metas;
  }

  /** What was put out came in at the next step: all of it, and nothing else. */
  private void checkConservation() {
    long sum = feedings.stream().mapToLong(Feeding::sum).sum();
    boolean known = true;
    for (int i = 0; i < scenario.steps().size(); i++) {
      StepSpec spec = scenario.steps().get(i);
      if (!spec.isProbed()) {
        continue;
      }
      StepProbe probe = plumbing.probe(i);
      problems.ledgerUnless(
          !known || probe.in.get() == sum, "s" + i + " got other items than were put out before");
      sum = probe.out.get();
      known = spec.timeoutMillis() == 0;
    }
  }
}
