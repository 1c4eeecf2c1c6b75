package io.paipa.internal.source;

import io.paipa.CutShortException;
import io.paipa.PipelineState;
import io.paipa.internal.hop.Circle;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.platform.CallersInterrupt;
import io.paipa.internal.worker.EndFlag;
import io.paipa.internal.worker.Run;
import io.paipa.internal.worker.UserCode;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Feeds the first ring: what was staged, then the lazy sources one after another, each item
 * published before the next is pulled, and at last the sentinel. Run by the source thread; queues
 * that don't end by themselves are fed by a thread each.
 *
 * <p>Items that were pulled and could not be published, since the pipeline ended, are counted by
 * whichever of these threads pulled them.
 */
public final class Feeder {
  private static final long POLL_MILLIS = 1_000;
  private static final int BATCH = 64;
  private static final int REFUSALS_AT_MOST = 100;

  /** How feeding ends. */
  @FunctionalInterface
  public interface Finish {
    /**
     * Nothing more is taken.
     *
     * @param drain whether no source is pulled any more
     */
    void finish(boolean drain);
  }

  private final Run run;
  private final EndFlag end;
  private final Intake intake;
  private final Entrance entrance;
  private final Finish finish;
  private final SourceCode code;

  /** What was pulled goes on while the pipeline is paused. */
  private final Runnable flush;

  private final AtomicLong abandoned = new AtomicLong();

  /**
   * A feeder.
   *
   * @param run the run
   * @param intake what is to be fed
   * @param entrance the first ring
   * @param finish called when the sources' end is the pipeline's finish, or they were cut
   * @param awaitInterrupts called before a source is closed: clears the flag, and sees to it that
   *     no interrupt that was meant for the pulling disturbs the closing
   */
  public Feeder(
      Run run, Intake intake, Entrance entrance, Finish finish, Runnable awaitInterrupts) {
    this.run = run;
    this.end = run.endFlag();
    this.intake = intake;
    this.entrance = entrance;
    this.finish = finish;
    this.flush = () -> entrance.flush(run);
    this.code = new SourceCode(run, intake, awaitInterrupts);
  }

  /**
   * Items pulled and never published.
   *
   * @return the number
   */
  public long abandoned() {
    return abandoned.get();
  }

  /** Feeds until everything is fed, or the pipeline has ended; the source thread's work. */
  public void feed() {
    try {
      while (!run.isEnded()) {
        if (!feedNext()) {
          return;
        }
      }
    } catch (CancellationException e) {
      // the pipeline has ended
    } catch (Throwable t) {
      run.fail("the source thread died", null, null, 0, t); // else nobody would send the sentinel
    } finally {
      code.awaitPeace();
      closeRest();
    }
  }

  private boolean feedNext() {
    Object entry;
    try {
      entry = intake.next();
    } catch (InterruptedException e) {
      return true; // only the pipeline's state means stop
    }
    if (entry == null) {
      finish.finish(false);
    } else if (entry instanceof Source source) {
      pull(source);
      intake.fed(false);
    } else if (entry == Marker.SENTINEL) {
      entrance.publish(entry, run);
      return false;
    } else {
      entrance.publish(entry, run);
      intake.fed(!(entry instanceof Marker));
      if (intake.isLeadFed()) {
        entrance.leadFed();
      }
    }
    return true;
  }

  private void pull(Source source) {
    Object iterator = source.given();
    try {
      code.awaitResume();
      if (!intake.isDraining()) {
        Iterator<?> items = code.open(source);
        iterator = items;
        if (source.mayReadAhead()) {
          feedInBatches(items, source.tally());
        } else {
          feedOneByOne(items, source.tally());
        }
        if (!code.isOver()) { // else it may have said that it has no more since it was interrupted
          intake.ended(source.tally());
        }
      }
    } catch (CutShortException cut) {
      sourceWasCut(cut);
    } catch (RestartingItems.FailedForGood e) {
      code.failed(String.valueOf(e.getMessage()), e.failure());
    } catch (Throwable t) {
      code.failed("a source failed", t);
    } finally {
      code.closeInPeace(iterator);
      if (iterator != source.given()) {
        code.closeInPeace(source.given()); // the first may have left an interrupt, or ended the run
      }
      UserCode.forgetInterrupt();
    }
  }

  /**
   * The source is the results of another pipeline. If that was drained, it has given all that it
   * had accepted: so is this one. What it did not come to is lost to neither.
   */
  private void sourceWasCut(CutShortException cut) {
    if (cut.report().state() == PipelineState.DRAINED && !code.isOver()) {
      finish.finish(true);
    } else {
      code.failed("a source failed", cut);
    }
  }

  private void feedOneByOne(Iterator<?> items, SourceTally tally) {
    boolean carries = run.contexts().areUsed();
    while (code.hasNext(items, flush)) {
      Object item = SourceCode.next(items);
      tally.add(1);
      if (carries || end.isRaised() || !entrance.tryFeed(item)) {
        feed(item);
      }
    }
    entrance.flush(run);
  }

  private void feed(Object item) {
    boolean fed = false;
    try {
      entrance.feed(run.contexts().carrying(item), run);
      fed = true;
    } finally {
      abandon(fed ? 0 : 1);
    }
  }

  private void feedInBatches(Iterator<?> items, SourceTally tally) {
    Circle batch = new Circle(BATCH);
    while (!code.isOver() && feedNextBatch(items, batch, tally)) {
      code.awaitResume();
    }
  }

  /** Reads a batch, and feeds it; false if there is no more behind it. */
  private boolean feedNextBatch(Iterator<?> items, Circle batch, SourceTally tally) {
    int count = 0;
    boolean carries = run.contexts().areUsed();
    try {
      while (count < BATCH && items.hasNext()) {
        Object item = SourceCode.next(items); // before the count: it may throw
        batch.set(count++, item);
        if (carries) {
          batch.set(count - 1, run.contexts().carrying(item)); // after it, for the same reason
        }
      }
    } finally {
      feedBatch(batch, count, tally); // what was read is accepted, also if the next could not be
    }
    return count == BATCH;
  }

  private void feedBatch(Circle batch, int count, SourceTally tally) {
    tally.add(count);
    int fed = 0;
    try {
      while (fed < count) {
        fed += entrance.feed(batch, fed, count - fed, run);
      }
    } finally {
      abandon(count - fed);
    }
  }

  /**
   * Items were accepted, and never published.
   *
   * @param count how many
   */
  public void abandon(int count) {
    if (count > 0) {
      abandoned.addAndGet(count);
    }
  }

  private void publish(Object item) {
    boolean published = false;
    try {
      entrance.publish(run.contexts().carrying(item), run);
      published = true;
    } finally {
      abandon(published ? 0 : 1);
    }
  }

  /** Closes the sources that were not pulled; what was staged is left to be counted. */
  public void closeRest() {
    intake.close(true); // what is handed over from now on is refused, and stays the caller's
    CallersInterrupt interrupt = CallersInterrupt.setAside();
    for (Object entry = intake.takeRest(); entry != null; entry = intake.takeRest()) {
      if (entry instanceof Source source) {
        interrupt.add(); // what the last one left
        code.close(source.given());
      }
    }
    interrupt.giveBack();
  }

  /**
   * Feeds from a queue until the pipeline finishes or ends; a thread's work. At a finish it works
   * off what the queue holds then.
   *
   * @param source the queue
   */
  public void feedFrom(QueueSource source) {
    BlockingQueue<?> queue = source.queue();
    SourceTally tally = source.tally();
    try {
      while (code.mayWait()) {
        code.awaitResume();
        try {
          Object item = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
          if (item != null) {
            tally.add(1);
            publish(item);
          }
        } catch (InterruptedException e) {
          // look at the state
        }
      }
      long left = code.isOver() ? queue.size() : workOff(queue, tally);
      tally.leave(left);
      if (left == 0 && !run.isEnded()) {
        intake.ended(tally);
      }
    } catch (Throwable t) {
      code.failed("a queue failed", t);
    } finally {
      intake.queueEnded();
    }
  }

  /**
   * Takes what the queue holds at this moment. A queue may give nothing although it is not empty,
   * since its items are not due, or for a moment only: so it is asked again some times.
   *
   * @return how many of these items are left in it
   */
  private long workOff(BlockingQueue<?> queue, SourceTally tally) {
    long left = queue.size();
    int refusals = 0;
    while (left > 0 && refusals < REFUSALS_AT_MOST && !code.isOver()) {
      Object item = queue.poll();
      if (item != null) {
        left--;
        refusals = 0;
        tally.add(1);
        publish(item);
      } else if (queue.isEmpty()) {
        left = 0; // another took them
      } else {
        refusals++;
        Thread.yield();
      }
    }
    return Math.min(left, queue.size());
  }
}
