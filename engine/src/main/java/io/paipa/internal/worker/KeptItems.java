package io.paipa.internal.worker;

import io.paipa.internal.ledger.WorkerCounts;
import io.paipa.internal.step.TimedStep;
import org.jspecify.annotations.Nullable;

/**
 * The items that a step keeps, to emit them later: they are not done before that. Confined to the
 * worker's thread.
 */
final class KeptItems {
  private final @Nullable TimedStep<?> step;
  private final WorkerCounts counts;
  private int keptBefore;

  /**
   * Nothing is kept yet.
   *
   * @param step what keeps them; null if it keeps none
   */
  KeptItems(@Nullable TimedStep<?> step, WorkerCounts counts) {
    this.step = step;
    this.counts = counts;
  }

  /** An item was counted as done, or a hook was called: corrects for what is kept since. */
  void account() {
    if (step != null) {
      int kept = step.kept();
      counts.done(keptBefore - kept);
      keptBefore = kept;
    }
  }

  /** The worker stops: what is still kept is lost. */
  void abandon() {
    if (keptBefore > 0) {
      counts.abandoned(keptBefore);
    }
  }
}
