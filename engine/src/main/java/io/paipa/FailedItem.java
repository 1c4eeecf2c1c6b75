package io.paipa;

/**
 * An item that failed in all its attempts, as given to a {@linkplain FailurePolicy#deadLetter
 * dead-letter consumer}.
 *
 * @param <I> type of the item
 */
public interface FailedItem<I> {
  /**
   * The item.
   *
   * @return the item, never null
   */
  I item();

  /**
   * The step in which it failed.
   *
   * @return the step's name
   */
  String stepName();

  /**
   * The worker that made the last attempt.
   *
   * @return from 0
   */
  int workerIndex();

  /**
   * How many attempts were made.
   *
   * @return at least 1
   */
  int attempts();

  /**
   * What the last attempt threw.
   *
   * @return the user's exception
   */
  Exception cause();
}
