package io.paipa;

/** The states of a pipeline, in the order in which it goes through them. */
public enum PipelineState {
  /** Built, not started. */
  NEW,
  /** Started; takes items. */
  RUNNING,
  /** Takes no more items, works off what it has. */
  FINISHING,
  /** Ended; everything was worked off. */
  COMPLETED,
  /** Ended, or ending, by a failure. */
  FAILED,
  /** Ended, or ending, by an abort; or closed before it was started. */
  ABORTED
}
