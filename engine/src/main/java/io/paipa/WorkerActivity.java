package io.paipa;

/** What a worker is doing at a moment: see {@link StepReport#workerActivities}. */
public enum WorkerActivity {
  /** Its thread does not run yet. */
  NOT_STARTED,
  /** It takes items, and gives on what came of them. */
  TAKING,
  /** It waits for items, for a retry that is due, for a key that is free, or for a stage. */
  WAITING,
  /** It waits because a {@linkplain ItemSettings#rate(RateLimiter) rate} lets no item begin yet. */
  HELD,
  /** It is in the step's code for an item. */
  PROCESSING,
  /** It is in a hook of the step. */
  IN_HOOK,
  /** It waits for room for an output. */
  BLOCKED,
  /** It has ended. */
  ENDED
}
