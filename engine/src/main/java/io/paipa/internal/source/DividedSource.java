package io.paipa.internal.source;

import io.paipa.internal.worker.UserCode;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source that is pulled in parts, each by a pipeline of its own, one after another: a part ends
 * for a pause, and the next goes on where it has ended. The user's iterator is opened by the first
 * part that is pulled. It is closed, and the source with it, as those of any pipeline are: by the
 * thread that pulls them, or, if none does, by the thread that closes a pipeline that was never
 * started.
 *
 * <p><b>Who writes what.</b> The iterator, what comes first and what is known of the end are the
 * pulling thread's. There is one at a time: a part is made when all threads of the one before have
 * ended. Pausing is written by any thread, and read before each item. Who closes is decided under
 * the monitor. A thread that pulls leaves the source open after a pause, unless the end was told
 * before. The thread that tells it leaves the closing to a thread that still pulls. So one of the
 * two closes.
 */
@SuppressWarnings("try") // closing it throws whatever the user's throws
public final class DividedSource implements AutoCloseable {
  private final Iterable<?> given;
  private final boolean mayReadAhead;
  private @Nullable Iterator<?> items;
  private Deque<Object> first = new ArrayDeque<>();
  private volatile boolean pausing;
  private boolean paused;
  private boolean exhausted;
  private boolean pulled;
  private boolean ended;
  private boolean itemsClosed;
  private boolean closed;

  /**
   * A source, of which nothing was pulled.
   *
   * @param given the items
   */
  public DividedSource(Iterable<?> given) {
    this.given = given;
    this.mayReadAhead = Source.mayReadAhead(given);
  }

  /**
   * The next part. The one before has ended, with all its threads.
   *
   * @param before what is to come before the items that were not pulled yet; given away
   * @return a source for one pipeline
   */
  public Source part(Deque<Object> before) {
    first = before;
    pausing = false;
    paused = false;
    return new Source(this, (run, isOver) -> open(), mayReadAhead, new SourceTally("iterable"));
  }

  private Iterator<Object> open() {
    synchronized (this) {
      pulled = true;
    }
    if (items == null) {
      items = Objects.requireNonNull(given.iterator(), "no iterator: null");
    }
    return new Portion(exhausted ? Collections.emptyIterator() : items);
  }

  /** The part that is pulled is to end before its next item. Any thread. */
  public void pause() {
    pausing = true;
  }

  /**
   * Whether the part is to end before its next item. Any thread.
   *
   * @return true from {@link #pause} to the next part
   */
  public boolean isPausing() {
    return pausing;
  }

  /**
   * Between two parts: what was to come before the items, and was not pulled.
   *
   * @return these; possibly none
   */
  public Deque<Object> unpulled() {
    return first;
  }

  /**
   * Between two parts: whether the source is known to have no more items of its own.
   *
   * @return false if there may be more
   */
  public boolean isExhausted() {
    return exhausted;
  }

  /**
   * Nothing more will be pulled.
   *
   * @return whether the caller has to close it; else it is closed, or will be when its thread has
   *     done what it is about
   */
  public synchronized boolean end() {
    ended = true;
    return !pulled && !closed;
  }

  @Override
  public void close() throws Exception {
    if (isToBeClosedBy(true)) {
      try (AutoCloseable last = this::closeGiven) {
        closeItems();
        UserCode.forgetInterrupt(); // it may have left one
      }
    }
  }

  /** After a pause there is more to come. */
  private synchronized boolean isToBeClosedBy(boolean last) {
    pulled &= !last;
    return ended || !paused;
  }

  private void closeItems() throws Exception {
    synchronized (this) {
      if (itemsClosed) {
        return;
      }
      itemsClosed = true;
    }
    if (items != given && items instanceof AutoCloseable resource) {
      resource.close();
    }
  }

  private void closeGiven() throws Exception {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (given instanceof AutoCloseable resource) {
      resource.close();
    }
  }

  /** The items of a part: those that come first, then the user's, up to a pause. */
  private final class Portion implements Iterator<Object>, AutoCloseable {
    private final Iterator<?> rest;
    private boolean beforeRest = true;

    Portion(Iterator<?> rest) {
      this.rest = rest;
    }

    @Override
    public boolean hasNext() {
      if (pausing) {
        paused = true;
        return false;
      }
      if (beforeRest) {
        beforeRest = !first.isEmpty();
      }
      if (beforeRest || rest.hasNext()) {
        return true;
      }
      exhausted = true;
      return false;
    }

    @Override
    public Object next() {
      return beforeRest ? first.remove() : rest.next();
    }

    @Override
    public void close() throws Exception {
      if (isToBeClosedBy(false)) {
        closeItems();
      }
    }
  }
}
