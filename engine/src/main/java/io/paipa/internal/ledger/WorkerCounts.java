package io.paipa.internal.ledger;

import com.lmax.disruptor.Sequence;

/**
 * What one worker did to the items. Each counter is written by the worker's thread alone, with
 * release stores, and read by anybody; the pads keep the counters of different workers on different
 * cache lines.
 *
 * <p>What is settled is every slot and reenqueued item with which the worker has finished for good,
 * voids and fences included. The worker {@linkplain #settle notes} it item by item. It {@linkplain
 * #settleUp shows} it before it looks for more, when all outputs are where the next step finds
 * them. So a thread that finds all taken slots settled finds the rest in place.
 */
public final class WorkerCounts {
  private final Sequence done = new Sequence(0);
  private final Sequence skipped = new Sequence(0);
  private final Sequence deadLettered = new Sequence(0);
  private final Sequence failed = new Sequence(0);
  private final Sequence abandoned = new Sequence(0);
  private final Sequence emitted = new Sequence(0);
  private final Sequence retried = new Sequence(0);

  /** Shared with other workers, where there are many: the sum over all is asked for often. */
  private final Sequence settled;

  private long unsettled;

  WorkerCounts(Sequence settled) {
    this.settled = settled;
  }

  /**
   * Items were processed.
   *
   * @param count how many
   */
  public void done(long count) {
    add(done, count);
  }

  /** An item was dropped. */
  public void skipped() {
    add(skipped, 1);
  }

  /** An item was given to the dead-letter consumer. */
  public void deadLettered() {
    add(deadLettered, 1);
  }

  /** An item's failure failed the pipeline. */
  public void failed() {
    add(failed, 1);
  }

  /**
   * Items were left by the end of the pipeline.
   *
   * @param count how many
   */
  public void abandoned(long count) {
    add(abandoned, count);
  }

  /** An output was published. */
  public void emitted() {
    add(emitted, 1);
  }

  /** A further attempt begins. */
  public void retried() {
    add(retried, 1);
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
    return done.get()
        + skipped.get()
        + deadLettered.get()
        + failed.get()
        + emitted.get()
        + retried.get();
  }

  /** Shows what was settled. */
  public void settleUp() {
    if (unsettled > 0) {
      settled.addAndGet(unsettled);
      unsettled = 0;
    }
  }

  long doneCount() {
    return done.get();
  }

  long skippedCount() {
    return skipped.get();
  }

  long deadLetteredCount() {
    return deadLettered.get();
  }

  long failedCount() {
    return failed.get();
  }

  long abandonedCount() {
    return abandoned.get();
  }

  long emittedCount() {
    return emitted.get();
  }

  long retriedCount() {
    return retried.get();
  }

  private static void add(Sequence counter, long count) {
    counter.set(counter.get() + count);
  }
}
