package io.paipa;

/** How a worker's life ends, as told to {@link Step#onWorkerStop}. */
public enum Ending {
  /** Everything was worked off, and every source was pulled to its end. */
  CLEAN,
  /**
   * Everything that was accepted was worked off, but a source was cut, or a queue was left with
   * items in it. A step that publishes its result at {@link #CLEAN} must not do so here.
   */
  DRAINED,
  /** The pipeline failed. */
  FAILED,
  /** The pipeline was aborted. */
  ABORTED
}
