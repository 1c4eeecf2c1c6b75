package io.paipa;

import java.time.Duration;

/**
 * An attempt that has failed lately, in words, for people who look at a running pipeline. It holds
 * neither the item nor the exception; but an exception may name the item in its message.
 *
 * @param elapsed how long the pipeline had run then
 * @param outcome what became of the item
 * @param attempt the number of the attempt, from 1
 * @param reason the words of the exception, cut at 200 characters; of one that has failed the
 *     pipeline the class alone, for {@link Report#failure} has its words
 */
public record RecentFailure(Duration elapsed, Outcome outcome, int attempt, String reason) {
  /** What becomes of an item whose attempt has failed. */
  public enum Outcome {
    /** There is another attempt. */
    RETRIED,
    /** It is dropped: {@link FailurePolicy#skip}. */
    SKIPPED,
    /** It went to the dead-letter consumer. */
    DEAD_LETTERED,
    /** It has failed the pipeline. */
    FAILED
  }
}
