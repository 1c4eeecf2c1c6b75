package io.paipa;

import java.util.Optional;

/**
 * Whether a pipeline works, and if not, at which step and why. For a health check that is asked
 * every few seconds. Immutable.
 *
 * @param status whether it works
 * @param step the step that the reason is about, if it is about one
 * @param reason why it is down; or, while it is up, which attempt takes longer than {@code
 *     stallAfter}
 */
public record Health(Status status, Optional<String> step, Optional<String> reason) {
  /** Whether a pipeline works. */
  public enum Status {
    /** It was not started. */
    NOT_STARTED,
    /** It runs, or waits for items, for room, for a back-off, or for user code. */
    UP,
    /**
     * It has failed. Or items wait at a step, although none of its workers is in user code, and
     * nothing was settled there for the longest {@link StepSettings#stallAfter stallAfter} of all
     * steps.
     */
    DOWN,
    /** It has ended, and not failed. */
    ENDED
  }

  /**
   * Whether the pipeline runs and works.
   *
   * @return true if its status is {@link Status#UP}
   */
  public boolean up() {
    return status == Status.UP;
  }
}
