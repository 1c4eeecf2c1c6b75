package io.paipa.worker;

import io.paipa.claim.WaitSet;
import io.paipa.hop.Signal;
import io.paipa.step.TimedStep;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * How a worker waits when there is nothing to take. Confined to the worker's thread.
 *
 * <p>Spins and yields, if no sibling does; takes over from a sibling; tells the step that its input
 * ran empty; and parks: with a time limit if the step has a deadline, if it came to own the timer
 * of the retries, or if it takes the watch over the others. How long it yields follows from whether
 * that was of use the last time.
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
  private long takenBefore = -1;

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

  /** Something was found: before it is worked on, and before others are woken for the rest. */
  void hadWork() {
    if (!waited) {
      return;
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

  /**
   * Waits, once: the caller looks for work again afterwards.
   *
   * @return whether an item was taken over from a sibling
   */
  boolean await() {
    waited = true;
    if (polling == null && isSearching()) {
      return false;
    }
    if (puller.takeOver()) {
      return true;
    }
    if (!toldEmpty) {
      toldEmpty = true;
      puller.handOn();
      driver.inputEmpty();
      return false;
    }
    if (polling != null) {
      polling.idle();
      Thread.interrupted(); // only the pipeline's state means stop; a set flag would keep it awake
      return false;
    }
    boolean searched = searching;
    endSearch();
    idles = DONE; // who wakes by the clock looks, and parks again
    return park(searched);
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

  private boolean park(boolean searched) {
    boolean tookOver = false;
    boolean watched = watching;
    boolean watches = takeWatch();
    boolean first = !watches && parked.register(index);
    boolean mayMiss = first || searched || (watched && !watches);
    long atMostNanos = watches ? WATCH_NANOS : mayMiss ? Signal.LAST_LOOK_NANOS : TimedStep.NEVER;
    try {
      if (mayMiss && !puller.hasWork()) {
        Signal.awaitMoment();
      }
      for (; ; ) {
        if (puller.hasWork()) {
          idles = 0;
          return false;
        }
        tookOver = puller.takeOver();
        if (tookOver || (!watches && parked.isWoken(index))) {
          return tookOver;
        }
        parkFor(atMostNanos);
        if (watches || atMostNanos == TimedStep.NEVER) {
          return false;
        }
        atMostNanos = TimedStep.NEVER; // it was registered all the while: now nothing was missed
      }
    } finally {
      if (!watches) {
        leave(parked.deregister(index), tookOver);
      }
      Thread.interrupted(); // only the pipeline's state means stop; a set flag would keep it awake
    }
  }

  /** Parks, until a deadline of the step's or of the retries' at the latest. */
  private void parkFor(long atMostNanos) {
    long limit = Math.min(atMostNanos, puller.deadlineNanos());
    RetryQueue retries = station.retries;
    if (retries == null) {
      parkNanos(limit);
      return;
    }
    long timer = retries.takeTimer();
    try {
      parkNanos(Math.min(limit, retries.nanosUntil(timer, station.run.time().nanoTime())));
    } finally {
      retries.giveTimer(timer);
    }
  }

  private void parkNanos(long limit) {
    if (limit > 0) {
      station.run.time().parkNanos(station, limit);
    }
  }

  private void leave(WaitSet.Woken woken, boolean tookOver) {
    if (woken == WaitSet.Woken.BY_NOBODY) {
      return;
    }
    searching = woken == WaitSet.Woken.TO_SEARCH;
    idles = 0;
    if (tookOver) {
      hadWork();
      puller.handOn(); // the wake-up was for something else than what this worker took
    }
  }

  /** Keeps or takes the watch, as long as others work on cheap items. */
  private boolean takeWatch() {
    if (!shared) {
      return false;
    }
    long taken = station.hop.outlet().taken();
    boolean busy = taken != takenBefore && puller.isCheap();
    takenBefore = taken;
    if (watching && !busy) {
      watching = false;
      signal.endWatch();
    } else if (!watching && busy) {
      watching = signal.beginWatch();
    }
    return watching;
  }
}
