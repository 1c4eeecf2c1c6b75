package io.paipa.embedding;

import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import io.paipa.WorkerTime;
import io.paipa.internal.ledger.MeasuredTimes;
import io.paipa.internal.ledger.PipelineReport;
import io.paipa.internal.ledger.StepCounts;
import io.paipa.internal.ledger.StepLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of the items of a run, in a form that can be sent, kept, and added up with that of
 * other runs of the same steps. Left out is what is of one machine alone: the sources, what each
 * worker is doing, the last failures, the bottleneck. Immutable.
 */
public final class RunLedger {
  /** Of no run. */
  public static final RunLedger NOTHING = new RunLedger(Duration.ZERO, 0, 0, List.of());

  private final Duration elapsed;
  private final long accepted;
  private final long abandonedBeforeFirstStep;
  private final List<StepCounts> steps;

  RunLedger(
      Duration elapsed, long accepted, long abandonedBeforeFirstStep, List<StepCounts> steps) {
    this.elapsed = elapsed;
    this.accepted = accepted;
    this.abandonedBeforeFirstStep = abandonedBeforeFirstStep;
    this.steps = List.copyOf(steps);
  }

  /** What a run of the engine's says of itself. */
  static RunLedger of(Report report) {
    return new RunLedger(
        report.elapsed(),
        report.accepted(),
        report.abandonedBeforeFirstStep(),
        report.steps().stream().map(StepCounts.class::cast).toList());
  }

  Duration elapsed() {
    return elapsed;
  }

  long accepted() {
    return accepted;
  }

  long abandonedBeforeFirstStep() {
    return abandonedBeforeFirstStep;
  }

  List<StepCounts> steps() {
    return steps;
  }

  /**
   * As bytes.
   *
   * @return the bytes
   */
  public byte[] toBytes() {
    return LedgerForm.write(this);
  }

  /**
   * What was written as bytes.
   *
   * @param bytes what {@link #toBytes} gave
   * @return the ledger
   * @throws IOException if these are other bytes
   */
  public static RunLedger ofBytes(byte[] bytes) throws IOException {
    return LedgerForm.read(bytes);
  }

  /**
   * With another run.
   *
   * @param other a run of the same steps
   * @return both together
   */
  public RunLedger plus(RunLedger other) {
    List<StepCounts> sums = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      sums.add(sum(steps.get(i), other.steps.get(i)));
    }
    return new RunLedger(
        elapsed.compareTo(other.elapsed) < 0 ? other.elapsed : elapsed,
        accepted + other.accepted,
        abandonedBeforeFirstStep + other.abandonedBeforeFirstStep,
        sums);
  }

  /**
   * With what was counted before it, by runs that are over.
   *
   * @param before runs of the same steps, one after the other
   * @return all of it, over the time of all
   */
  public RunLedger after(RunLedger before) {
    RunLedger sum = plus(before);
    return new RunLedger(
        elapsed.plus(before.elapsed), sum.accepted, sum.abandonedBeforeFirstStep, sum.steps);
  }

  /**
   * With the steps behind these, of which nothing is taken that is not of a step.
   *
   * @param next the runs that take what these give
   * @return all of them, as one pipeline
   */
  public RunLedger followedBy(RunLedger next) {
    List<StepCounts> all = new ArrayList<>(steps);
    all.addAll(next.steps);
    return new RunLedger(elapsed, accepted, abandonedBeforeFirstStep, all);
  }

  /**
   * What was done, without what goes on.
   *
   * @return the counts alone, of no workers
   */
  public RunLedger past() {
    return new RunLedger(
        elapsed, accepted, abandonedBeforeFirstStep, steps.stream().map(RunLedger::past).toList());
  }

  /**
   * As a report.
   *
   * @param pipelineName whose it is
   * @param state how it stands
   * @param isCutShort whether its end left something undone
   * @param failure why it has failed, or null
   * @return the report
   */
  public Report report(
      String pipelineName,
      PipelineState state,
      boolean isCutShort,
      @Nullable PipelineException failure) {
    return new PipelineReport(
        pipelineName,
        state,
        elapsed,
        accepted,
        abandonedBeforeFirstStep,
        List.<StepReport>copyOf(steps),
        List.of(),
        isCutShort,
        Optional.empty(),
        Optional.ofNullable(failure));
  }

  private static StepCounts sum(StepCounts one, StepCounts other) {
    return new StepCounts(
        one.stepName(),
        one.workers() + other.workers(),
        one.received() + other.received(),
        one.done() + other.done(),
        one.skipped() + other.skipped(),
        one.deadLettered() + other.deadLettered(),
        one.failed() + other.failed(),
        one.abandoned() + other.abandoned(),
        one.emitted() + other.emitted(),
        one.retried() + other.retried(),
        one.reenqueued() + other.reenqueued(),
        one.queued() + other.queued(),
        one.inHand() + other.inHand(),
        one.waitingForKeys() + other.waitingForKeys(),
        one.busyKeys() + other.busyKeys(),
        one.inFlight() + other.inFlight(),
        one.lateCompletions() + other.lateCompletions(),
        sum(one.load(), other.load()),
        Optional.empty());
  }

  private static StepLoad sum(StepLoad one, StepLoad other) {
    return new StepLoad(
        one.queueCapacity() + other.queueCapacity(),
        one.busyWorkers() + other.busyWorkers(),
        sum(one.workerTime(), other.workerTime()),
        MeasuredTimes.sum(one.serviceTime(), other.serviceTime()),
        MeasuredTimes.sum(one.queueTime(), other.queueTime()),
        List.of(),
        List.of());
  }

  private static WorkerTime sum(WorkerTime one, WorkerTime other) {
    return new WorkerTime(
        one.busy().plus(other.busy()),
        one.blocked().plus(other.blocked()),
        one.waiting().plus(other.waiting()),
        one.held().plus(other.held()));
  }

  private static StepCounts past(StepCounts step) {
    StepLoad load = step.load();
    StepLoad pastLoad =
        new StepLoad(
            0, 0, load.workerTime(), load.serviceTime(), load.queueTime(), List.of(), List.of());
    return new StepCounts(
        step.stepName(),
        0,
        step.received(),
        step.done(),
        step.skipped(),
        step.deadLettered(),
        step.failed(),
        step.abandoned(),
        step.emitted(),
        step.retried(),
        step.reenqueued(),
        0,
        0,
        0,
        0,
        0,
        step.lateCompletions(),
        pastLoad,
        Optional.empty());
  }
}
