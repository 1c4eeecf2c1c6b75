package io.paipa.internal.ledger;

import io.paipa.RecentFailure;
import io.paipa.StepReport;
import io.paipa.StepUsage;
import io.paipa.TimeDistribution;
import io.paipa.WorkerActivity;
import io.paipa.WorkerTime;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of a step's ledger.
 *
 * @param stepName its name
 * @param workers how many it has
 * @param received what came to it
 * @param done what was processed
 * @param skipped what was dropped
 * @param deadLettered what went to the dead-letter consumer
 * @param failed what failed the pipeline
 * @param abandoned what the end left
 * @param emitted outputs
 * @param retried attempts after the first
 * @param reenqueued what it put back
 * @param queued what waits for it
 * @param inHand what it works on
 * @param waitingForKeys how many of these wait for another item of their key
 * @param busyKeys how many keys have an item in hand
 * @param inFlight how many stages are open
 * @param lateCompletions how many stages were complete when nobody waited for them any more
 * @param load what it takes
 * @param usage what it has used, if that was measured
 */
public record StepCounts(
    String stepName,
    int workers,
    long received,
    long done,
    long skipped,
    long deadLettered,
    long failed,
    long abandoned,
    long emitted,
    long retried,
    long reenqueued,
    long queued,
    long inHand,
    long waitingForKeys,
    int busyKeys,
    int inFlight,
    long lateCompletions,
    StepLoad load,
    Optional<StepUsage> usage)
    implements StepReport {
  @Override
  public int queueCapacity() {
    return load.queueCapacity();
  }

  @Override
  public int busyWorkers() {
    return load.busyWorkers();
  }

  @Override
  public WorkerTime workerTime() {
    return load.workerTime();
  }

  @Override
  public Optional<TimeDistribution> serviceTime() {
    return load.serviceTime();
  }

  @Override
  public Optional<TimeDistribution> queueTime() {
    return load.queueTime();
  }

  @Override
  public List<WorkerActivity> workerActivities() {
    return load.workerActivities();
  }

  @Override
  public List<RecentFailure> recentFailures() {
    return load.recentFailures();
  }
}
