package io.paipa;

/**
 * What became of a delivery: of an item that an {@link AcknowledgedSource} or {@link
 * Pipeline#submit} gave, and of everything that came of it. If several things came of it, the one
 * that stands last here counts.
 */
public enum Settlement {
  /** The last step has dealt with all that came of it; what was skipped or filtered is done. */
  DONE,

  /**
   * Something that came of it went to a {@linkplain FailurePolicy#deadLetter dead-letter} consumer.
   */
  DEAD_LETTERED,

  /** Something that came of it failed the pipeline. */
  FAILED,

  /**
   * The pipeline ended before all was dealt with, or its results were closed before all were read.
   * Never to be confirmed to where it came from.
   */
  ABANDONED;

  /**
   * Whether the item need not come again: all was dealt with, be it by dead letters.
   *
   * @return true for {@link #DONE} and {@link #DEAD_LETTERED}
   */
  public boolean isFinal() {
    return this == DONE || this == DEAD_LETTERED;
  }
}
