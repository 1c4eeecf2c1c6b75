package io.paipa;

import java.util.List;
import java.util.Optional;

/**
 * What became of the items at one step.
 *
 * <p>Always {@code received = done + skipped + deadLettered + failed + abandoned + queued +
 * inHand}; at the end {@code queued} and {@code inHand} are 0. What a step emitted, the next
 * received: {@code received - reenqueued} there.
 */
public interface StepReport {
  /**
   * The step's name.
   *
   * @return the name
   */
  String stepName();

  /**
   * How many workers the step has.
   *
   * @return at least 1
   */
  int workers();

  /**
   * Items that came to the step, those it put back to itself included.
   *
   * @return the count
   */
  long received();

  /**
   * Items processed.
   *
   * @return the count
   */
  long done();

  /**
   * Items dropped: by {@link Skip}, by a filter, or after a failure with {@link
   * FailurePolicy#skip}.
   *
   * @return the count
   */
  long skipped();

  /**
   * Items given to the dead-letter consumer.
   *
   * @return the count
   */
  long deadLettered();

  /**
   * Items whose failure failed the pipeline.
   *
   * @return the count
   */
  long failed();

  /**
   * Items that the pipeline's end left unprocessed.
   *
   * @return the count
   */
  long abandoned();

  /**
   * Outputs handed to the next step; of the last step, outputs given out.
   *
   * @return the count
   */
  long emitted();

  /**
   * Attempts after the first.
   *
   * @return the count
   */
  long retried();

  /**
   * Items that the step put back to itself with {@link StepContext#reenqueue}.
   *
   * @return the count
   */
  long reenqueued();

  /**
   * Items that wait to be begun: in the step's ring, in the outboxes of its producers, and claimed
   * by its workers. So there may be some more than the ring {@linkplain #queueCapacity holds}.
   *
   * @return the count; 0 once the pipeline has ended
   */
  long queued();

  /**
   * Items begun and not finished: in work, or in a partial chunk; and those that wait for a retry,
   * their turn or their key.
   *
   * @return the count; 0 once the pipeline has ended
   */
  long inHand();

  /**
   * Items that wait for an earlier item of their {@linkplain ItemSettings#keyed key}; they are in
   * hand.
   *
   * @return the count; 0 where items have no keys, and once the pipeline has ended
   */
  default long waitingForKeys() {
    return 0;
  }

  /**
   * How many {@linkplain ItemSettings#keyed keys} have an item in hand.
   *
   * @return the count; 0 where items have no keys, and once the pipeline has ended
   */
  default int busyKeys() {
    return 0;
  }

  /**
   * How many stages of an {@linkplain Builder#mapAsync asynchronous} step are open.
   *
   * @return the count; 0 of other steps, and once the pipeline has ended
   */
  default int inFlight() {
    return 0;
  }

  /**
   * How many stages of an asynchronous step were completed when nobody waited for them any more:
   * after their time limit, after the end, or twice. These completions were ignored. A stage that
   * the pipeline itself has cancelled is not among them.
   *
   * @return the count so far; 0 of other steps
   */
  default long lateCompletions() {
    return 0;
  }

  /**
   * How many items the ring in front of the step holds.
   *
   * @return a power of two; 0 of a co-routine
   */
  default int queueCapacity() {
    return 0;
  }

  /**
   * How many workers are busy: neither without work nor waiting for room behind them.
   *
   * @return the count at this moment; 0 once the pipeline has ended
   */
  default int busyWorkers() {
    return 0;
  }

  /**
   * What the workers have spent their time on so far.
   *
   * @return the times; none of a co-routine, and before the start
   */
  default WorkerTime workerTime() {
    return WorkerTime.NONE;
  }

  /**
   * How long an attempt takes: the step's code for an item, without waiting for room behind it. Of
   * an asynchronous step, how long it takes until the stage is complete.
   *
   * @return what some of the attempts took; empty if none was measured yet
   */
  default Optional<TimeDistribution> serviceTime() {
    return Optional.empty();
  }

  /**
   * How long an item waits in the ring in front of the step.
   *
   * @return what some of the items have waited; empty if none was measured yet, as where items do
   *     not come to lie in the ring at all
   */
  default Optional<TimeDistribution> queueTime() {
    return Optional.empty();
  }

  /**
   * What each worker is doing. {@link Pipeline#dump} says where in the code.
   *
   * @return one for each worker, in the order of their numbers; none of a co-routine
   */
  default List<WorkerActivity> workerActivities() {
    return List.of();
  }

  /**
   * The last attempts that have failed: up to four of each outcome. Of failures that come quickly,
   * more than ten a second, not each is among them.
   *
   * @return the oldest first; none of a co-routine
   */
  default List<RecentFailure> recentFailures() {
    return List.of();
  }

  /**
   * What the step has used.
   *
   * @return the usage; empty if it was not measured, as in a threaded pipeline
   */
  default Optional<StepUsage> usage() {
    return Optional.empty();
  }
}
