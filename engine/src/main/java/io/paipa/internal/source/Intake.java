package io.paipa.internal.source;

import io.paipa.SourceReport;
import io.paipa.internal.hop.Marker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be fed into the first ring by the source thread, in the order in which it was handed
 * over: what was put before the start, and lazy sources. All fields are written under the lock, in
 * which nothing blocks and no user code runs. What is asked for each item is volatile besides.
 */
public final class Intake {
  private final ReentrantLock lock = new ReentrantLock();
  private final CountedCondition changed = new CountedCondition(lock);
  private final Deque<Object> entries = new ArrayDeque<>();
  private final SourceTallies tallies = new SourceTallies();
  private final SourceTally host = new SourceTally("host");
  private volatile boolean closed;
  private volatile boolean draining;
  private volatile boolean paused;

  /** Whether one of the two is so: the only look that a source has to take for each item. */
  private volatile boolean halted;

  /**
   * Written with the lock held, once, and after all that a put looks at then; read without it by
   * every put after the start.
   */
  private volatile boolean started;

  private long staged;
  private boolean lazyStaged;
  private boolean queueStaged;
  private boolean endless;
  private int queues;

  /** Acknowledged sources with an end of their own that have not come to it. */
  private int boundedSources;

  private long accepted;

  /** How many of what was staged before the first source are not fed yet; puts wait for them. */
  private volatile int leading;

  /**
   * Adds an item or a meta event, if the pipeline was not started yet.
   *
   * @param content the item or a {@link Marker}
   * @return false if it was started: it is to be published then
   */
  public boolean stage(Object content) {
    if (started) {
      return false;
    }
    lock.lock();
    try {
      if (started || closed) {
        return false;
      }
      accepted += content instanceof Marker ? 0 : 1;
      entries.add(content);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a source.
   *
   * @param source the source
   * @return false if nothing more is taken
   */
  public boolean add(Source source) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      entries.add(source);
      tallies.add(source.tally());
      lazyStaged |= !started;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A queue that does not end by itself is to be fed by a thread of its own.
   *
   * @param queue the queue
   * @return the queue as a source, or null if nothing more is taken
   */
  public @Nullable QueueSource addQueue(BlockingQueue<?> queue) {
    QueueSource source = new QueueSource(queue, new SourceTally("queue"));
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      tallies.add(source.tally());
      queues++;
      queueStaged |= !started;
      return source;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A source that is to be told of its items is to be polled by a thread of its own.
   *
   * @param source what it gave
   * @param bounded whether it has an end of its own
   * @return false if nothing more is taken
   */
  public boolean addAcknowledged(SourceTally source, boolean bounded) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      tallies.add(source);
      queues++;
      if (bounded) {
        boundedSources++;
        lazyStaged |= !started;
      } else {
        queueStaged |= !started;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The items of a host, which are no source that is pulled, and go on until it says so. */
  public void addHost() {
    tallies.add(host);
  }

  /** The host has no more items. */
  public void hostEnded() {
    tallies.end(host);
  }

  /**
   * The thread of a source that is told of its items delivers no more.
   *
   * @param bounded as it was added
   */
  public void acknowledgedEnded(boolean bounded) {
    lock.lock();
    try {
      boundedSources -= bounded ? 1 : 0;
      queues--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A source was pulled to its end. */
  void ended(SourceTally source) {
    tallies.end(source);
  }

  /**
   * Whether a source has not come to its end. When nothing more is fed, such a source was cut.
   *
   * @return false if all have ended
   */
  public boolean hasOpenSources() {
    return tallies.hasOpen();
  }

  /**
   * What the sources gave.
   *
   * @param nowNanos the time, on the pipeline's clock
   * @return a report for each, in the order in which they were handed over
   */
  public List<SourceReport> sources(long nowNanos) {
    return tallies.reports(nowNanos);
  }

  /** The thread of a queue has ended. */
  public void queueEnded() {
    acknowledgedEnded(false); // it is one of those that have no end of their own
  }

  /**
   * Whether something would end a run: a finish, or sources that end.
   *
   * @return true if so
   */
  public boolean endsByItself() {
    lock.lock();
    try {
      return closed || (lazyStaged && !queueStaged);
    } finally {
      lock.unlock();
    }
  }

  /**
   * From now on items are published, not staged.
   *
   * @param forever whether the end of the sources is no finish
   */
  public void start(boolean forever) {
    lock.lock();
    try {
      endless = forever || !lazyStaged || queueStaged;
      staged = entries.size();
      leading = leadingEntries();
      started = true; // last: a put that sees it finds out what it has to wait for
    } finally {
      lock.unlock();
    }
  }

  private int leadingEntries() {
    int count = 0;
    for (Object entry : entries) {
      if (entry instanceof Source) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Whether what was put before the start, and behind no source, is all fed. */
  boolean isLeadFed() {
    return leading == 0;
  }

  /**
   * Nothing more is taken.
   *
   * @param drain whether sources are not to be pulled any more
   */
  public void close(boolean drain) {
    lock.lock();
    try {
      closed = true;
      paused = false;
      draining |= drain;
      halted = draining;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is pulled or put, until a {@link #resume} or the finish; no effect after that. */
  public void pause() {
    lock.lock();
    try {
      paused = !closed;
      halted = paused || draining;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a pause. */
  public void resume() {
    lock.lock();
    try {
      paused = false;
      halted = draining;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether sources are not to be pulled, for now or for ever. */
  boolean isHalted() {
    return halted;
  }

  /**
   * Whether nothing is to be pulled or put for now.
   *
   * @return true between a pause and its end
   */
  public boolean isPaused() {
    return paused;
  }

  /** Waits for the end of a pause. An interrupt ends the wait. */
  void awaitResume() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (paused) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether sources are not to be pulled any more.
   *
   * @return true after a drain, or the pipeline's end
   */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Whether nothing more is taken.
   *
   * @return true after a finish
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Whether a thread that feeds waits here, or is about to go on.
   *
   * @param feeder the thread
   * @return true if so
   */
  public boolean holds(Thread feeder) {
    return changed.holds(feeder);
  }

  /**
   * Whether a thread that feeds waits here, and nothing has ended its wait.
   *
   * @param feeder the thread
   * @return true if so
   */
  public boolean isAwaitedBy(Thread feeder) {
    return changed.isAwaitedBy(feeder);
  }

  /**
   * Waits for the next entry.
   *
   * @return an item, a {@link Marker} or a {@link Source}; the sentinel if everything was fed; null
   *     if the staged entries were fed, and with them the pipeline finishes by itself
   */
  @Nullable Object next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (; ; ) {
        if (!entries.isEmpty()) {
          return entries.peek();
        }
        if (closed && queues == 0) {
          return Marker.SENTINEL;
        }
        if (!closed && staged == 0 && boundedSources == 0 && !endless) {
          return null;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The first entry was fed. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock
  void fed(boolean item) {
    lock.lock();
    try {
      entries.poll();
      accepted -= item ? 1 : 0;
      staged = Math.max(0, staged - 1);
      if (leading > 0) {
        leading--;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what is left, one by one.
   *
   * @return an entry, or null if none is left
   */
  @Nullable Object takeRest() {
    lock.lock();
    try {
      return entries.poll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many staged items wait to be fed, or never were.
   *
   * @return the number
   */
  public long staged() {
    lock.lock();
    try {
      return accepted;
    } finally {
      lock.unlock();
    }
  }
}
