package io.paipa.internal.ledger;

import com.lmax.disruptor.Sequence;
import io.paipa.internal.measure.Pad;

/**
 * What one worker did to the items. The counters are written by the worker's thread alone, with
 * release stores, and read by anybody. They lie side by side, for one thread writes them all; room
 * at both ends keeps them off the cache lines of other workers.
 *
 * <p>What is settled is every slot and reenqueued item with which the worker has finished for good,
 * voids and fences included. The worker {@linkplain #settle notes} it item by item. It {@linkplain
 * #settleUp shows} it before it looks for more, when all outputs are where the next step finds
 * them. So a thread that finds all taken slots settled finds the rest in place.
 */
public final class WorkerCounts extends Counters {
  /** Shared with other workers, where there are many: the sum over all is asked for often. */
  private final Sequence settled;

  private long unsettled;

  /** Room behind, as {@link Pad} is in front. */
  long pad7;

  long pad8;
  long pad9;
  long pad10;
  long pad11;
  long pad12;

  WorkerCounts(Sequence settled) {
    this.settled = settled;
  }

  /**
   * Items were processed.
   *
   * @param count how many
   */
  public void done(long count) {
    DONE.setRelease(this, done + count);
  }

  /** An item was dropped. */
  public void skipped() {
    SKIPPED.setRelease(this, skipped + 1);
  }

  /** An item was given to the dead-letter consumer. */
  public void deadLettered() {
    DEAD_LETTERED.setRelease(this, deadLettered + 1);
  }

  /** An item's failure failed the pipeline. */
  public void failed() {
    FAILED.setRelease(this, failed + 1);
  }

  /**
   * Items were left by the end of the pipeline.
   *
   * @param count how many
   */
  public void abandoned(long count) {
    ABANDONED.setRelease(this, abandoned + count);
  }

  /** An output was published. */
  public void emitted() {
    EMITTED.setRelease(this, emitted + 1);
  }

  /** A further attempt begins. */
  public void retried() {
    RETRIED.setRelease(this, retried + 1);
  }

  /**
   * Notes slots that are finished with.
   *
   * @param count how many
   */
  public void settle(long count) {
    unsettled += count;
  }

  /**
   * A number that changes with everything that the worker gets done.
   *
   * @return the number
   */
  public long progress() {
    return doneCount()
        + skippedCount()
        + deadLetteredCount()
        + failedCount()
        + emittedCount()
        + retriedCount();
  }

  /** Shows what was settled. */
  public void settleUp() {
    if (unsettled > 0) {
      settled.addAndGet(unsettled);
      unsettled = 0;
    }
  }

  long doneCount() {
    return (long) DONE.getAcquire(this);
  }

  long skippedCount() {
    return (long) SKIPPED.getAcquire(this);
  }

  long deadLetteredCount() {
    return (long) DEAD_LETTERED.getAcquire(this);
  }

  long failedCount() {
    return (long) FAILED.getAcquire(this);
  }

  long abandonedCount() {
    return (long) ABANDONED.getAcquire(this);
  }

  long emittedCount() {
    return (long) EMITTED.getAcquire(this);
  }

  long retriedCount() {
    return (long) RETRIED.getAcquire(this);
  }
}
