package io.paipa.internal.worker;

import io.paipa.internal.loop.Signal;
import io.paipa.internal.loop.WaitSet;
import io.paipa.internal.step.TimedStep;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * How a worker waits when there is nothing to take. Confined to the worker's thread.
 *
 * <p>Spins and yields, if no sibling does; tells the step that its input ran empty; and parks: with
 * a time limit if the step has a deadline, or if it came to own the timer of the retries. How long
 * it yields follows from whether that was of use the last time.
 *
 * <p><b>On watch</b> it parks for a millisecond at a time, where the others work on cheap items. It
 * goes on if nothing was taken for that long, or if a core is idle and there is enough to do. By
 * the machine's clock, whatever the pipeline's says: others rely on it. A worker that {@linkplain
 * #stepBack steps back} leaves items to others, which are quicker alone; so it parks only if
 * somebody is on watch, or is so itself.
 */
final class Waiter {
  private static final int SPINS = 10;
  private static final long WATCH_NANOS = 1_000_000;
  private static final int DONE = Integer.MAX_VALUE;

  private final Station station;
  private final int index;
  private final Puller puller;
  private final Driver driver;
  private final WaitSet parked;
  private final Signal signal;
  private final boolean shared;
  private final @Nullable IdleStrategy polling;
  private boolean waited;
  private boolean toldEmpty;
  private boolean searching;
  private boolean watching;
  private int idles;
  private final Yielding yielding = new Yielding();
  private long progressBefore = -1;

  Waiter(Station station, int index, Puller puller, Driver driver) {
    this.station = station;
    this.index = index;
    this.puller = puller;
    this.driver = driver;
    this.parked = station.hop.parked();
    this.signal = station.hop.signal();
    this.shared = station.isShared();
    this.polling = station.settings.polling() == null ? null : station.settings.polling().get();
  }

  /**
   * Something was found: before it is worked on, and before others are woken for the rest.
   *
   * @return whether it was waited for; then the others may rely on this worker
   */
  boolean hadWork() {
    if (!waited) {
      return false;
    }
    if (polling != null) {
      polling.reset();
    } else {
      boolean yielded = idles > SPINS && idles != DONE;
      if (yielding.foundWork(yielded)) {
        yielding.lostSlice(station.hop.outlet().depth() >= station.hop.inlet().capacity() / 2);
      }
    }
    resign();
    waited = false;
    toldEmpty = false;
    idles = 0;
    return true;
  }

  /** Before user code: neither searches nor watches any more; others are to be woken again. */
  void resign() {
    endSearch();
    if (watching) {
      watching = false;
      signal.endWatch();
      signal.wakeForMore(); // to look in its place for what was not signalled, since it watched
    }
  }

  private void endSearch() {
    if (searching) {
      searching = false;
      signal.endSearch();
    }
  }

  /** Waits, once: the caller looks for work again afterwards. */
  void await() {
    waited = true;
    if (polling == null && isSearching()) {
      return;
    }
    if (!toldEmpty) {
      toldEmpty = true;
      puller.handOn();
      driver.inputEmpty();
    } else if (polling != null) {
      polling.idle();
      Thread.interrupted(); // only the pipeline's state means stop; a set flag would keep it awake
    } else {
      boolean searched = searching;
      endSearch();
      park(searched, false);
    }
  }

  /** Leaves what there is to the others, for a while: they are quicker alone. */
  void stepBack() {
    if (polling == null) {
      waited = true;
      boolean searched = searching;
      endSearch();
      park(searched, true);
    }
  }

  /** Spins or yields, once, if it may still do so. */
  private boolean isSearching() {
    if (idles == DONE) {
      return false;
    }
    if (idles == 0 && shared && !searching) { // who was woken to search does already
      searching = signal.beginSearch();
      if (!searching) {
        idles = DONE;
        return false;
      }
    }
    idles++;
    if (idles <= SPINS) {
      Thread.onSpinWait();
      return true;
    }
    if (yielding.tryYield(idles - SPINS - 1)) {
      return true;
    }
    yielding.didNotHelp();
    return false;
  }

  private void park(boolean searched, boolean steppedBack) {
    idles = DONE; // who wakes by the clock looks, and parks again
    boolean watched = beginWatch(steppedBack);
    if (watched && watch(steppedBack)) {
      return;
    }
    parked.register(index);
    try {
      boolean wasReliedOn = searched || watched || !shared;
      if (wasReliedOn && !mayGoOn(steppedBack)) {
        Signal.awaitMoment();
      }
      if (staysParked(steppedBack)) {
        parkFor(
            Math.min(Signal.LAST_LOOK_NANOS, puller.deadlineNanos()),
            limit -> LockSupport.parkNanos(station, limit));
        if (staysParked(steppedBack)) { // it was registered all the while: nothing was missed
          parkFor(puller.deadlineNanos(), limit -> station.run.time().parkNanos(station, limit));
        }
      }
    } finally {
      WaitSet.Woken woken = parked.deregister(index);
      if (woken != WaitSet.Woken.BY_NOBODY) {
        searching = woken == WaitSet.Woken.TO_SEARCH;
        idles = 0;
      }
      Thread.interrupted(); // only the pipeline's state means stop; a set flag would keep it awake
    }
  }

  private boolean staysParked(boolean steppedBack) {
    if (mayGoOn(steppedBack)) {
      idles = 0;
      return false;
    }
    return !parked.isWoken(index);
  }

  private boolean mayGoOn(boolean steppedBack) {
    return (steppedBack && signal.isWatched()) ? puller.hasDuties() : puller.hasWork();
  }

  /** Takes the watch, as long as others work on cheap items. */
  private boolean beginWatch(boolean steppedBack) {
    if (!shared || watching) {
      return watching;
    }
    long progress = puller.progress();
    boolean busy = steppedBack || (progress != progressBefore && puller.isCheap());
    progressBefore = progress;
    watching = busy && signal.beginWatch();
    return watching;
  }

  /**
   * Watches, until this worker is needed.
   *
   * @return false if there is nothing to watch any more: it watches no longer then, and is to look
   *     once more before it parks
   */
  private boolean watch(boolean steppedBack) {
    boolean leavesItems = steppedBack;
    idles = 0;
    while (!puller.hasDuties() && (leavesItems || !puller.hasItems())) {
      long progress = puller.progress();
      long deadlineNanos = puller.deadlineNanos();
      if (deadlineNanos <= 0) {
        return true;
      }
      parkFor(Math.min(WATCH_NANOS, deadlineNanos), limit -> LockSupport.parkNanos(station, limit));
      Thread.interrupted(); // only the pipeline's state means stop; a set flag would keep it awake
      boolean stoodStill = puller.progress() == progress;
      if ((stoodStill && !puller.hasItems()) || !puller.isCheap()) {
        watching = false;
        signal.endWatch();
        return false;
      }
      leavesItems = !stoodStill && !puller.isWorthJoining();
    }
    return true;
  }

  /** Parks, until the retries' deadline at the latest, if nobody else does. */
  private void parkFor(long limitNanos, LongConsumer parkNanos) {
    RetryQueue retries = station.retries;
    long timer = retries == null ? TimedStep.NEVER : retries.takeTimer();
    try {
      long limit = limitNanos;
      if (retries != null) {
        limit = Math.min(limit, retries.nanosUntil(timer, station.run.time().nanoTime()));
      }
      if (limit > 0) {
        parkNanos.accept(limit);
      }
    } finally {
      if (retries != null) {
        retries.giveTimer(timer);
      }
    }
  }
}
