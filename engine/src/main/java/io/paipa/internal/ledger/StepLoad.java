package io.paipa.internal.ledger;

import io.paipa.RecentFailure;
import io.paipa.TimeDistribution;
import io.paipa.WorkerActivity;
import io.paipa.WorkerTime;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot of what a step has to do, and takes for it.
 *
 * @param queueCapacity what its ring holds
 * @param busyWorkers how many workers work
 * @param workerTime what the workers have spent their time on
 * @param serviceTime what attempts take
 * @param queueTime what items wait in the ring
 * @param workerActivities what each worker is doing
 * @param recentFailures the last failures of attempts
 */
public record StepLoad(
    int queueCapacity,
    int busyWorkers,
    WorkerTime workerTime,
    Optional<TimeDistribution> serviceTime,
    Optional<TimeDistribution> queueTime,
    List<WorkerActivity> workerActivities,
    List<RecentFailure> recentFailures) {
  /** Nothing is measured. */
  public static final StepLoad NONE =
      new StepLoad(0, 0, WorkerTime.NONE, Optional.empty(), Optional.empty(), List.of(), List.of());
}
