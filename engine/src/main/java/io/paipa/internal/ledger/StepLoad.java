package io.paipa.internal.ledger;

import io.paipa.TimeDistribution;
import io.paipa.WorkerTime;
import java.util.Optional;

/**
 * A snapshot of what a step has to do, and takes for it.
 *
 * @param queueCapacity what its ring holds
 * @param busyWorkers how many workers work
 * @param workerTime what the workers have spent their time on
 * @param serviceTime what attempts take
 * @param queueTime what items wait in the ring
 */
public record StepLoad(
    int queueCapacity,
    int busyWorkers,
    WorkerTime workerTime,
    Optional<TimeDistribution> serviceTime,
    Optional<TimeDistribution> queueTime) {
  /** Nothing is measured. */
  public static final StepLoad NONE =
      new StepLoad(0, 0, WorkerTime.NONE, Optional.empty(), Optional.empty());
}
