package io.paipa.internal.step;

import io.paipa.Emitter;

/**
 * A step that has something to do at a time of its own. Confined to its worker's thread.
 *
 * @param <O> type of the outputs
 */
public interface TimedStep<O> {
  /** No deadline. */
  long NEVER = Long.MAX_VALUE;

  /**
   * How long until the step wants to be called.
   *
   * @return nanoseconds, zero or less if it is time; {@link #NEVER} if nothing is to be done
   */
  long remainingNanos();

  /**
   * Called when the time has come.
   *
   * @param out takes outputs
   */
  void onDeadline(Emitter<O> out);

  /**
   * How many items were processed and are neither emitted nor dropped.
   *
   * @return the number of items kept
   */
  int kept();
}
