package io.paipa.internal.loop;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells a pool of workers that something was published: wakes one that is parked, unless another
 * finds it anyway. The publisher calls it after each publication. Inlets and outboxes do so for the
 * workers of a step, the ring's wait strategy for a pool on a user's ring.
 *
 * <p><b>One searches.</b> At most one idle worker of a pool looks for work without parking, and a
 * worker that was woken is that one from the moment it was chosen. Nobody is woken while there is
 * one. When it finds something, it is none any more, and {@linkplain #wakeForMore wakes the next},
 * if there is more. When it finds nothing, it says so before it looks a last time and parks.
 *
 * <p><b>One watches</b>, where items are so cheap that waking costs more than they do: it parks for
 * a millisecond at a time, and looks whether the others keep up. While it is there, publishers wake
 * nobody, as long as any other worker is awake.
 *
 * <p><b>No wake-up is missed</b>, although an inlet and an outbox do no fence between their
 * publication and the look whether somebody waits: a fence for each item would cost more than all
 * the rest. (A ring's wait strategy does one. Its workers may do without the looks that follow
 * here.) A worker registers, or gives up to search or to watch, does a full fence, and looks for
 * work. What it can miss is only a publication that was still on its way out of the publisher's
 * processor. Nearly always that takes nanoseconds, so one that others relied on looks again
 * {@linkplain #awaitMoment a moment later}. But once in a while a processor stops for tens of
 * microseconds in between. So each worker parks for a {@linkplain #LAST_LOOK_NANOS millisecond}
 * first, and looks a last time. It was registered all the while, so a producer that has published
 * since has seen it, or another one. No worker may do without that look, whichever others wait: the
 * one that the producer has seen may leave for an earlier item, and the publication is still on its
 * way.
 *
 * <p>All this needs the publisher to look after it has published. A compiler may turn the two
 * round, and the publisher may lose its core in between for longer than any millisecond. So there
 * is a fence that costs the processor nothing, and keeps the compiler from it.
 *
 * <p>A worker that searched and found something does not look again, for it goes on to user code.
 * So a publisher that spares a wake-up because a worker searches does that fence, and looks once
 * more. Either the search goes on, and the worker that ends it sees the publication, or the
 * publisher wakes. The publisher does no fence where one watches: a worker that gives up the watch
 * for an item wakes another, which looks in its place, by the rules above, whether one searches or
 * not. And a thread may begin a search only to wake a worker, and find none. It looks for one to
 * wake once more after it has ended that search, since others relied on it.
 */
public final class Signal {
  /**
   * How long a worker parks, while registered, before it looks a last time: far longer than a
   * publication can stay in a processor.
   */
  public static final long LAST_LOOK_NANOS = 1_000_000;

  private static final long MOMENT_NANOS = 500;

  private final WaitSet parked;
  private final int workers;
  private final Workforce workforce;
  private final int place;
  private final AtomicInteger searching = new AtomicInteger();
  private final AtomicReference<@Nullable Thread> watcher = new AtomicReference<>();

  /**
   * A signal for workers of which none waits yet.
   *
   * @param workers how many there are
   * @param workforce all workers that share the cores with them
   */
  public Signal(int workers, Workforce workforce) {
    this.parked = new WaitSet(workers);
    this.workers = workers;
    this.workforce = workforce;
    place = workforce.add(this::awake);
  }

  /**
   * The workers that are parked.
   *
   * @return the set, which their waiters join
   */
  public WaitSet parked() {
    return parked;
  }

  /**
   * How many workers there are.
   *
   * @return the number, parked or not
   */
  public int workers() {
    return workers;
  }

  /**
   * Something was published, or put back: wakes a worker for it, if need be. To wake a virtual
   * thread takes memory: a caller whose publication must not seem to have failed tries it again.
   */
  public void published() {
    VarHandle.acquireFence(); // else a compiler may look before it has published
    if (parked.size() > 0 || watcher.get() != null) { // a pool that polls has none of them
      wakeForPublished();
    }
  }

  private void wakeForPublished() {
    if (workers == 1) {
      parked.wakeOne();
    } else if (searching.get() == 0) {
      if (watcher.get() == null || isAllIdle()) {
        wakeForMore();
      }
    } else if (watcher.get() == null) {
      VarHandle.fullFence();
      if (searching.get() == 0) {
        wakeForMore();
      }
    }
  }

  private boolean isAllIdle() {
    return parked.size() + 1 >= workers; // the watcher is one of them
  }

  /** There is something to take: wakes a worker, if one is parked and nobody searches. */
  public void wakeForMore() {
    if (mayWake() && searching.compareAndSet(0, 1)) {
      wakeSearcher();
    }
  }

  /** This thread has begun a search, for the worker that it wakes; or ends it. */
  private void wakeSearcher() {
    boolean woken = false;
    try {
      woken = parked.wakeToSearch();
    } finally {
      if (!woken) {
        searching.set(0);
      }
    }
    if (woken) {
      return;
    }
    if (parked.size() > 0) {
      parked.wakeOne(); // what came meanwhile was not signalled, since there was this search
    }
    Thread watching = watcher.get();
    if (watching != null) {
      LockSupport.unpark(watching);
    }
  }

  /**
   * Whether waking somebody may be of use: one is idle, and nobody searches.
   *
   * @return false if {@link #wakeForMore} would do nothing
   */
  public boolean mayWake() {
    return searching.get() == 0 && (parked.size() > 0 || watcher.get() != null);
  }

  /**
   * Asks to search. {@link #endSearch} is to be called when something is found, or before parking.
   *
   * @return false if another worker does
   */
  public boolean beginSearch() {
    return searching.get() == 0 && searching.compareAndSet(0, 1);
  }

  /** Ends the search. Acts as a full fence. */
  public void endSearch() {
    searching.setRelease(0);
    VarHandle.fullFence();
  }

  /**
   * Takes the watch; it is given up before user code runs.
   *
   * @return false if another worker has it, or all others are idle
   */
  public boolean beginWatch() {
    return !isAllIdle() && watcher.compareAndSet(null, Thread.currentThread());
  }

  /** Gives up the watch. Acts as a full fence. */
  public void endWatch() {
    watcher.setRelease(null);
    VarHandle.fullFence();
  }

  /**
   * A worker that has given up the watch goes to an item: wakes another, to look in its place for
   * what was not signalled, since it watched. Also if one searches: it may go to an item as well.
   */
  public void wakeInPlaceOfWatcher() {
    if (searching.compareAndSet(0, 1)) {
      wakeSearcher();
    } else {
      parked.wakeOne();
    }
  }

  /**
   * Whether a worker is on watch.
   *
   * @return true if so
   */
  public boolean isWatched() {
    return watcher.get() != null;
  }

  /** How many workers neither are parked nor watch, at this moment. */
  public int awake() {
    return workers - parked.size() - (isWatched() ? 1 : 0);
  }

  /**
   * Whether another worker would find a core that is not busy with the pipeline.
   *
   * @return false if as many workers of all steps are awake as there are cores
   */
  public boolean mayUseCore() {
    return workforce.leavesCoresIdle();
  }

  /**
   * Lets half a microsecond pass: what another thread has published, without a fence, before it
   * could see what this one has written, is visible afterwards, but for rare delays.
   */
  public static void awaitMoment() {
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
    } while (System.nanoTime() - start < MOMENT_NANOS);
    VarHandle.acquireFence(); // else a compiler may look before it has read the time
  }

  /**
   * How many pools of the same pipeline are behind this one.
   *
   * @return the number, as it is now
   */
  public int poolsBehind() {
    return workforce.pools() - 1 - place;
  }

  /** Wakes all workers. */
  public void wakeAll() {
    parked.wakeAll();
    Thread watching = watcher.get();
    if (watching != null) {
      LockSupport.unpark(watching);
    }
  }
}
