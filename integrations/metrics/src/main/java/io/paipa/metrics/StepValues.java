package io.paipa.metrics;

/** What a step has done so far, as a JMX client sees it. Times are in milliseconds. */
public interface StepValues {
  /**
   * The step's name.
   *
   * @return the name
   */
  String getName();

  /**
   * How many workers it has.
   *
   * @return the count
   */
  int getWorkers();

  /**
   * How many of them work just now.
   *
   * @return the count
   */
  int getBusyWorkers();

  /**
   * Items that came to it.
   *
   * @return the count
   */
  long getReceived();

  /**
   * Items processed.
   *
   * @return the count
   */
  long getDone();

  /**
   * Items dropped.
   *
   * @return the count
   */
  long getSkipped();

  /**
   * Items given to the dead-letter consumer.
   *
   * @return the count
   */
  long getDeadLettered();

  /**
   * Items whose failure failed the pipeline.
   *
   * @return the count
   */
  long getFailed();

  /**
   * Attempts after the first.
   *
   * @return the count
   */
  long getRetried();

  /**
   * Outputs.
   *
   * @return the count
   */
  long getEmitted();

  /**
   * Items that wait in the ring.
   *
   * @return the count
   */
  long getQueued();

  /**
   * What the ring holds.
   *
   * @return the number of items
   */
  int getQueueCapacity();

  /**
   * Items taken from the ring and not finished.
   *
   * @return the count
   */
  long getInHand();

  /**
   * For how long the workers were busy, all together.
   *
   * @return milliseconds
   */
  long getBusyMillis();

  /**
   * For how long they waited for room behind the step.
   *
   * @return milliseconds
   */
  long getBlockedMillis();

  /**
   * For how long they waited for something to do.
   *
   * @return milliseconds
   */
  long getWaitingMillis();

  /**
   * For how long items waited for the step's rate, and workers for them.
   *
   * @return milliseconds
   */
  long getHeldMillis();

  /**
   * What half of the attempts that were measured did not exceed.
   *
   * @return milliseconds; NaN if none was measured
   */
  double getServiceMedianMillis();

  /**
   * What 99 of 100 attempts that were measured did not exceed.
   *
   * @return milliseconds; NaN if none was measured
   */
  double getService99Millis();
}
