package io.paipa.internal.life;

import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.internal.assembly.Assembly;
import io.paipa.internal.assembly.PipelinePlan;
import io.paipa.internal.ledger.PipelineReport;
import io.paipa.internal.ledger.StepLedger;
import io.paipa.internal.ledger.Verdict;
import io.paipa.internal.source.Feeder;
import io.paipa.internal.source.Intake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run says of itself: a new report for each thread that asks, and the same for all after the
 * end. Any thread may ask; the start is written by the starter, the rest by the one thread that
 * settles.
 */
final class Reports {
  private final PipelinePlan plan;
  private final Lifecycle lifecycle;
  private final Failures failures;
  private final Assembly assembly;
  private final Intake intake;
  private final Feeder feeder;
  private final Watch watch;
  private volatile long startNanos;
  private volatile boolean over;
  private volatile @Nullable Report last;

  Reports(
      PipelinePlan plan,
      Lifecycle lifecycle,
      Failures failures,
      Assembly assembly,
      Intake intake,
      Feeder feeder,
      Watch watch) {
    this.plan = plan;
    this.lifecycle = lifecycle;
    this.failures = failures;
    this.assembly = assembly;
    this.intake = intake;
    this.feeder = feeder;
    this.watch = watch;
  }

  void started() {
    startNanos = plan.time().nanoTime();
  }

  /** Nobody works any more: from now on, what is left counts as abandoned. */
  void over() {
    over = true;
  }

  /** Makes the report that stays. */
  void keepLast() {
    last = snapshot(true);
  }

  /** How it stands; after the end, how it stood then. */
  Report now() {
    Report atEnd = last;
    return atEnd != null ? atEnd : snapshot(over);
  }

  /** How many items wait for the first step; none does after the end, however it came. */
  long waiting() {
    return switch (lifecycle.state()) {
      case NEW, RUNNING, PAUSED, FINISHING ->
          intake.staged() + assembly.entrance().outlet().depth();
      case ABORTED, FAILED, COMPLETED, DRAINED -> 0;
    };
  }

  long count() {
    List<StepLedger> ledgers = assembly.ledgers();
    StepLedger ofLast = ledgers.get(ledgers.size() - 1);
    boolean sink = plan.steps().get(ledgers.size() - 1).sink();
    return sink ? ofLast.done() : ofLast.emitted();
  }

  private Report snapshot(boolean over) {
    long now = plan.time().nanoTime();
    long start = startNanos;
    List<StepReport> steps = new ArrayList<>();
    for (StepLedger ledger : assembly.ledgers()) {
      steps.add(ledger.report(over, now, start));
    }
    long waiting = intake.staged() + feeder.abandoned();
    long before = over ? waiting : feeder.abandoned();
    boolean abandoned = before > 0 || steps.stream().anyMatch(step -> step.abandoned() > 0);
    return new PipelineReport(
        plan.name(),
        lifecycle.shown(),
        Duration.ofNanos(start == 0 ? 0 : now - start),
        assembly.ledgers().get(0).received(over) + waiting,
        before,
        List.copyOf(steps),
        intake.sources(now),
        over && !lifecycle.wereResultsLeft() && (abandoned || intake.hasOpenSources()),
        Verdict.of(steps, watch.load()),
        Optional.ofNullable(failures.get()));
  }
}
