package io.paipa;

/** How a worker's life ends, as told to {@link Step#onWorkerStop}. */
public enum Ending {
  /** Everything was worked off. */
  CLEAN,
  /** The pipeline failed. */
  FAILED,
  /** The pipeline was aborted. */
  ABORTED
}
