package io.paipa.stress.chaos;

import io.paipa.Ending;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.SourceReport;
import io.paipa.StepReport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks after the end of a pipeline what must always hold. */
final class Oracle {
  private final Scenario scenario;
  private final Pipeline<Object, Object> pipeline;
  private final Plumbing plumbing;
  private final List<Feeding> feedings;
  private final Sabotage sabotage;
  private final Calls calls;
  private final Problems problems;

  Oracle(
      Scenario scenario,
      Pipeline<Object, Object> pipeline,
      Plumbing plumbing,
      List<Feeding> feedings,
      Sabotage sabotage,
      Calls calls,
      Problems problems) {
    this.scenario = scenario;
    this.pipeline = pipeline;
    this.plumbing = plumbing;
    this.feedings = feedings;
    this.sabotage = sabotage;
    this.calls = calls;
    this.problems = problems;
  }

  void check() {
    PipelineState state = pipeline.state();
    EndingCheck ending = new EndingCheck(scenario, pipeline, sabotage, calls, problems);
    ending.check(plumbing.failedCalls());
    boolean forced = scenario.has(Fault.Kind.PROCESS_STUBBORN);
    // Whatever was done to stop it came too late, or cut nothing: so all is through.
    boolean cleanly = state == PipelineState.COMPLETED;
    boolean drained = state == PipelineState.DRAINED;
    Report report = pipeline.report();
    checkLedger(report, cleanly, forced);
    plumbing.rates().check(report, problems);
    checkFailedStep(report, ending.failedStep());
    if (!forced) {
      checkMetas(cleanly || drained, drained ? Ending.DRAINED : Ending.CLEAN);
      feedings.forEach(feeding -> feeding.check(cleanly, cleanly && scenario.isUndisturbed()));
    }
    checkOutcomes(forced);
    boolean allPulledIsKnown =
        scenario.feeds().stream().allMatch(feed -> feed.kind().countsEachItem());
    if ((cleanly || (drained && allPulledIsKnown)) && !forced) {
      checkConservation();
    }
  }

  private void checkOutcomes(boolean forced) {
    List<StepSpec> steps = scenario.steps();
    boolean apart = steps.stream().noneMatch(StepSpec::joins);
    boolean unread = scenario.mayLeaveResults();
    for (int feed = 0; feed < feedings.size(); feed++) {
      Set<Long> deadRoots = new HashSet<>();
      for (int i = 0; i < steps.size(); i++) {
        deadRoots.addAll(plumbing.probe(i).deadRoots(feed));
      }
      feedings.get(feed).checkOutcomes(deadRoots, apart, unread, forced);
    }
  }

  /** The step at which an item failed has counted it, and none of its workers ended well. */
  private void checkFailedStep(Report report, int step) {
    if (step < 0) {
      return;
    }
    StepReport failed = report.steps().get(step);
    problems.ledgerUnless(failed.failed() >= 1, "the item that failed is not counted: " + failed);
    if (scenario.steps().get(step).hasHooks()) {
      plumbing.hooks(step).checkNoneClean();
    }
  }

  private StepSpec last() {
    return scenario.steps().get(scenario.steps().size() - 1);
  }

  private void checkLedger(Report report, boolean cleanly, boolean forced) {
    boolean completed =
        pipeline.state() == PipelineState.COMPLETED || pipeline.state() == PipelineState.DRAINED;
    List<StepReport> steps = report.steps();
    long low = 0;
    long high = 0;
    for (Feeding feeding : feedings) {
      long[] accepted = feeding.accepted(cleanly);
      low += accepted[0];
      high += accepted[1];
    }
    long accepted = report.accepted();
    problems.ledgerUnless(
        (low <= accepted && accepted <= high) || forced,
        "accepted " + accepted + ", but " + low + " to " + high + " were put in");
    long put = feedings.stream().mapToLong(Feeding::put).sum();
    long pulled = report.sources().stream().mapToLong(SourceReport::pulled).sum();
    problems.ledgerUnless(
        accepted == put + pulled || forced,
        "accepted " + accepted + ", but put " + put + ", and pulled " + report.sources());
    problems.ledgerUnless(
        !completed || report.abandonedBeforeFirstStep() == 0, "completed, and abandoned some");
    long restarts = report.sources().stream().mapToLong(SourceReport::restarts).sum();
    long failures = feedings.stream().mapToLong(Feeding::restarts).sum();
    problems.ledgerUnless(
        cleanly ? restarts == failures : restarts <= failures,
        restarts + " restarts, but " + failures + " failures of sources");
    boolean workerDied =
        sabotage.hasHappened(Fault.Kind.CLOCK_ERROR)
            || sabotage.hasHappened(Fault.Kind.TRACKER_ERROR);
    long came = accepted - report.abandonedBeforeFirstStep();
    for (int i = 0; i < steps.size(); i++) {
      StepReport step = steps.get(i);
      new StepLedgerCheck(scenario.steps().get(i), plumbing.probe(i), step, problems)
          .check(came, completed, forced || workerDied);
      if (!sabotage.hasHappened(Fault.Kind.CLOCK_ERROR)) {
        new TimesCheck(step, problems).check(report.elapsed());
      }
      came = step.emitted();
    }
  }

  /** Every meta event came to every step that is not behind one that swallowed it. */
  private void checkMetas(boolean cleanly, Ending good) {
    int metas = feedings.stream().mapToInt(Feeding::metas).sum();
    for (int i = 0; i < scenario.steps().size(); i++) {
      if (!scenario.steps().get(i).hasHooks()) {
        continue;
      }
      StepProbe probe = plumbing.probe(i);
      int came = probe.metas.get();
      problems.otherUnless(
          !cleanly || came == metas, "s" + i + ": " + came + " of " + metas + " metas");
      plumbing.hooks(i).check(cleanly, metas);
      if (cleanly) {
        plumbing.hooks(i).checkTold(good);
      }
      metas -= probe.swallowed.get();
    }
  }

  /** What was put out came in at the next step: all of it, and nothing else. */
  private void checkConservation() {
    long sum = feedings.stream().mapToLong(Feeding::sum).sum();
    boolean known = true;
    for (int i = 0; i < scenario.steps().size(); i++) {
      StepSpec spec = scenario.steps().get(i);
      StepProbe probe = plumbing.probe(i);
      if (!spec.isProbed()) {
        sum -= probe.lost.get();
        continue;
      }
      problems.ledgerUnless(
          !known || probe.in.get() == sum, "s" + i + " got other items than were put out before");
      sum = probe.out.get();
      known = spec.timeoutMillis() == 0;
    }
    StepSpec.Kind last = last().kind();
    if (!calls.pulledAll() || last == StepSpec.Kind.SINK) {
      return;
    }
    problems.ledgerUnless(
        calls.pulled() == pipeline.count(),
        calls.pulled() + " results pulled of " + pipeline.count());
    problems.ledgerUnless(
        !known || last == StepSpec.Kind.CHUNK || calls.pulledSum() == sum,
        "the results are others than were put out by the last step");
  }
}
