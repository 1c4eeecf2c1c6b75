package io.paipa;

/** The states of a pipeline, in the order in which it goes through them. */
public enum PipelineState {
  /** Built, not started. */
  NEW,
  /** Started; takes items. */
  RUNNING,
  /**
   * Started, and {@linkplain Pipeline#pause paused}: no source is pulled, producers wait; what was
   * accepted goes on.
   */
  PAUSED,
  /** Takes no more items, works off what it has. */
  FINISHING,
  /** Ended; every source was pulled to its end, and all that was accepted was worked off. */
  COMPLETED,
  /**
   * Ended; all that was accepted was worked off, but a source was cut by a drain, or a queue was
   * left with items in it.
   */
  DRAINED,
  /** Ended, or ending, by a failure. */
  FAILED,
  /** Ended, or ending, by an abort; or closed before it was started. */
  ABORTED
}
