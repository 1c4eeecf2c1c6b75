package io.paipa.internal.worker;

import io.paipa.IteratorStep;
import io.paipa.RecentFailure;
import io.paipa.WorkerActivity;
import io.paipa.internal.ledger.Causes;
import io.paipa.internal.ledger.WorkerCounts;
import io.paipa.internal.platform.StackReserve;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Drives an {@link IteratorStep}: gives it an iterator that pulls, and emits what its iterator
 * gives. An item is done when the next one is asked for.
 */
final class PullDriver implements Driver {
  private final Station station;
  private final int index;
  private final UserCode userCode;
  private final IteratorStep<Object, Object> step;
  private final Output output;
  private final WorkerCounts counts;
  private final Activity activity;
  private final ServiceSampler sampler;
  private boolean inHand;
  private boolean measured;

  PullDriver(Station station, int index, IteratorStep<Object, Object> step) {
    this.station = station;
    this.index = index;
    this.userCode = station.userCode;
    this.step = step;
    this.counts = station.ledger.worker(index);
    this.activity = station.activities[index];
    this.sampler = station.samplers[index];
    this.output = new Output(station, index);
  }

  @Override
  public void drive(Supply supply) {
    Input input = new Input(supply);
    activity.turnTo(WorkerActivity.PROCESSING);
    Iterator<Object> results = null;
    try {
      Iterator<Object> given =
          Objects.requireNonNull(step.apply(input), "the iterator step gave null, not an iterator");
      if (!station.takeIterator(given)) {
        throw new IllegalStateException(
            "the iterator step gave the same iterator to two workers; make one each time");
      }
      results = given;
      while (hasNext(results)) {
        output.open();
        output.emit(
            Objects.requireNonNull(
                results.next(), "the iterator step's iterator gave null, which is no output"));
        output.close();
      }
      if (!input.isAskedFor()) {
        settle(true);
      }
      output.flushOutbox();
      counts.settleUp();
      Iterator<Object> closing = results;
      results = null;
      userCode.awaitPeace();
      close(closing);
    } catch (Throwable t) {
      userCode.awaitPeace();
      closeAfter(t, results);
      boolean ofTheEnd = userCode.isCausedByTheEnd(t);
      settleFailed(ofTheEnd);
      if (ofTheEnd) {
        return;
      }
      station.run.fail("an iterator step failed", station.settings.name(), input.last, 1, t);
      station.failed(index, RecentFailure.Outcome.FAILED, 1, t);
      return;
    }
    drain(input);
  }

  private static void close(@Nullable Iterator<Object> results) throws Exception {
    if (results instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private static void closeAfter(Throwable failure, @Nullable Iterator<Object> results) {
    try {
      close(results);
    } catch (Throwable t) {
      Causes.suppress(failure, t);
    }
  }

  /** What is left of the worker's share, from an item that was asked for and not taken. */
  private void drain(Input input) {
    while (!station.run.isEnded() && input.hasNext()) {
      input.next();
      counts.skipped();
      settle(false);
    }
    settle(true);
  }

  private boolean hasNext(Iterator<Object> results) {
    boolean more = results.hasNext();
    UserCode.forgetInterrupt();
    return more && !station.run.isEnded();
  }

  private void settle(boolean done) {
    if (inHand) {
      inHand = false;
      if (done) {
        if (station.run.isEnded()) {
          counts.abandoned(1);
        } else {
          counts.done(1);
        }
      }
      counts.settle(1);
    }
  }

  private void settleFailed(boolean ofTheEnd) {
    if (inHand) {
      inHand = false;
      if (ofTheEnd) {
        counts.abandoned(1);
      } else {
        counts.failed();
      }
      counts.settle(1);
    }
  }

  /** The worker's share of the items; pulled in its thread alone, as the {@link Supply} is. */
  private final class Input implements Iterator<Object> {
    private final Thread worker = Thread.currentThread();
    private final Supply supply;
    private @Nullable Object next;
    private @Nullable Object last;
    private boolean ended;

    Input(Supply supply) {
      this.supply = supply;
    }

    @Override
    public boolean hasNext() {
      checkThread();
      if (next == null && !ended) {
        StackReserve.ensure();
        if (measured) {
          measured = false;
          sampler.end();
        }
        settle(true);
        last = null;
        activity.turnTo(WorkerActivity.TAKING);
        boolean pulled = supply.pull();
        activity.turnTo(WorkerActivity.PROCESSING);
        if (pulled) {
          next = supply.handOver(); // never an envelope: such items are refused
          inHand = true;
          measured = sampler.begin();
        } else if (station.run.isEnded()) {
          userCode.awaitPeace(); // what is closed on the way of this is not to be disturbed either
          throw UserCode.ended();
        } else {
          ended = true;
        }
      }
      return next != null;
    }

    /** Whether the item in hand was asked for by {@link #hasNext}, and not taken. */
    boolean isAskedFor() {
      return next != null;
    }

    @Override
    public Object next() {
      StackReserve.ensure();
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Object item = Objects.requireNonNull(next);
      next = null;
      last = item;
      return item;
    }

    private void checkThread() {
      Thread current = Thread.currentThread();
      if (current != worker) {
        throw new IllegalStateException(
            this
                + ": the items of an iterator step are pulled by its worker's thread alone, not by"
                + " thread '"
                + current.getName()
                + "'; pull them in the step, and give them to other threads then");
      }
    }

    /** For messages: whose items these are. */
    @Override
    public String toString() {
      return station.name();
    }
  }

  @Override
  public void flushOutputs() {
    output.flushOutbox();
  }
}
