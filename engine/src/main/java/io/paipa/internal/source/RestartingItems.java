package io.paipa.internal.source;

import io.paipa.CutShortException;
import io.paipa.LazySource;
import io.paipa.internal.ledger.Causes;
import io.paipa.internal.worker.Run;
import io.paipa.internal.worker.UserCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The items of a source that is made anew when it fails. Confined to the source thread, but for the
 * tally.
 *
 * <p><b>What was given.</b> {@code hasNext} takes the next item, so that whatever fails, fails
 * there, and {@code next} only hands it over. An item counts as given then. The feeder asks for it
 * after each {@code hasNext} that was true, so none is taken and not given.
 *
 * <p><b>No wait lasts.</b> The flag is cleared before the state is read. A thread that ends the
 * pulling changes the state, and interrupts afterwards. So either the state is seen, or the
 * interrupt ends the wait and the state is read again.
 */
@SuppressWarnings("try") // closing it throws whatever the user's throws
final class RestartingItems implements Iterator<Object>, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final int FAILURES_KEPT = 8;

  private final LazySource<?> source;
  private final SourceTally tally;
  private final Run run;
  private final BooleanSupplier isOver;

  /** The failures since the last item: the last ones. */
  private final Deque<Exception> failures = new ArrayDeque<>();

  /** How often it was made anew since the last item. */
  private int restarts;

  private long given;
  private @Nullable Iterator<?> items;
  private @Nullable Object next;
  private boolean ended;

  RestartingItems(LazySource<?> source, SourceTally tally, Run run, BooleanSupplier isOver) {
    this.source = source;
    this.tally = tally;
    this.run = run;
    this.isOver = isOver;
  }

  /** A source has failed for good; the feeder says so with these words. */
  static final class FailedForGood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exception failure;

    FailedForGood(String words, Exception failure) {
      super(words, failure);
      this.failure = failure;
    }

    /** What the user's code threw. */
    Exception failure() {
      return failure;
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      Exception failure = pull();
      if (failure != null) {
        restart(failure);
      }
    }
    return next != null;
  }

  @Override
  public Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Object item = Objects.requireNonNull(next);
    next = null;
    given++;
    restarts = 0;
    failures.clear();
    return item;
  }

  /** Takes the next item, or finds the end; gives what has failed, if anything has. */
  private @Nullable Exception pull() {
    Object item = null;
    try {
      if (items == null) {
        items = source.opening().open(given);
      }
      if (items != null) {
        ended = !items.hasNext();
        item = ended ? null : items.next();
      }
    } catch (CutShortException cut) {
      throw cut; // an ending of another pipeline, and no failure
    } catch (Exception failure) {
      return failure;
    }
    Objects.requireNonNull(items, "the source gave null, not an iterator");
    next = ended ? null : Objects.requireNonNull(item, "a source gave null; an item can't be null");
    return null;
  }

  private void restart(Exception failure) {
    if (isOver.getAsBoolean() || restarts >= source.maxRestarts()) {
      throw givenUp(failure);
    }
    restarts++;
    long failedNanos = run.time().nanoTime(); // what is called before the wait is part of it
    long nanos = delayNanos(failure);
    closeAfter(failure);
    failures.add(failure);
    if (failures.size() > FAILURES_KEPT) {
      failures.remove();
    }
    log(failure, nanos);
    ended = !await(failedNanos, nanos);
    if (!ended) {
      tally.restarted();
    }
  }

  private FailedForGood givenUp(Exception failure) {
    for (Exception earlier : failures) {
      Causes.suppress(failure, earlier);
    }
    String after =
        restarts == 1 ? ", after a restart" : ", after " + restarts + " restarts in a row";
    return new FailedForGood("a source failed" + (restarts == 0 ? "" : after), failure);
  }

  private long delayNanos(Exception failure) {
    try {
      Duration delay =
          Objects.requireNonNull(source.backoff().delay(restarts), "the back-off gave null");
      return TimeUnit.NANOSECONDS.convert(delay);
    } catch (RuntimeException ofBackoff) {
      Causes.suppress(ofBackoff, failure);
      throw ofBackoff;
    }
  }

  /** What has failed may well fail to close, too. */
  private void closeAfter(Exception failure) {
    UserCode.forgetInterrupt();
    try {
      close();
    } catch (Exception ofClose) {
      Causes.suppress(failure, ofClose);
    }
  }

  private void log(Exception failure, long nanos) {
    LOG.log(
        System.Logger.Level.WARNING,
        () ->
            "pipeline '"
                + run.pipelineName()
                + "', source '"
                + tally.name()
                + "' failed after "
                + given
                + " items, and is made anew in "
                + Duration.ofNanos(Math.max(0, nanos)).toMillis()
                + " ms, restart "
                + restarts
                + " of at most "
                + source.maxRestarts()
                + " in a row",
        failure);
  }

  /** Waits for some time since a failure; false if there is to be no restart. */
  private boolean await(long failedNanos, long nanos) {
    for (; ; ) {
      UserCode.forgetInterrupt();
      if (isOver.getAsBoolean()) {
        return false;
      }
      long left = nanos - (run.time().nanoTime() - failedNanos);
      if (left <= 0) {
        return true;
      }
      run.time().parkNanos(this, left);
    }
  }

  @Override
  public void close() throws Exception {
    Iterator<?> open = items;
    items = null;
    if (open instanceof AutoCloseable resource) {
      resource.close();
    }
  }
}
