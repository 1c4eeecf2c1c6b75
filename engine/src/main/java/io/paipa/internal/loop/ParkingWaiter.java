package io.paipa.internal.loop;

/**
 * Waits until it is woken by the {@link Signal} that publishers call. Confined to the worker's
 * thread, but for {@link #endWait}.
 *
 * <p>Spins and yields, if no sibling does; says that there was nothing to take; and parks: with a
 * time limit if something is due later. How long it yields follows from whether that was of use the
 * last time.
 *
 * <p><b>On watch</b> it parks for a millisecond at a time, where the others work on cheap items. It
 * goes on if nothing was taken for that long, or if a core is idle and there is enough to do. By
 * the machine's clock, whatever the pipeline's says: others rely on it. A worker that {@linkplain
 * #stepBack steps back} leaves items to others, which are quicker alone; so it parks only if
 * somebody is on watch, or is so itself.
 */
public final class ParkingWaiter extends Waiter {
  private static final int SPINS = 10;
  private static final long WATCH_NANOS = 1_000_000;
  private static final int DONE = Integer.MAX_VALUE;

  private final WorkSource source;
  private final Signal signal;
  private final WaitSet parked;
  private final int index;
  private final boolean shared;
  private final boolean mayMiss;
  private boolean waited;
  private boolean toldEmpty;
  private boolean searching;
  private boolean watching;
  private int idles;
  private final Yielding yielding;
  private long progressBefore = -1;

  /**
   * A waiter.
   *
   * @param source what is waited for
   * @param signal tells of it
   * @param index the worker's number
   * @param publishersFence whether publishers do a full fence before they look who waits
   * @param yields whether it yields before it parks: not where what it waits for takes long
   */
  public ParkingWaiter(
      WorkSource source, Signal signal, int index, boolean publishersFence, boolean yields) {
    this.source = source;
    this.signal = signal;
    this.parked = signal.parked();
    this.index = index;
    this.shared = signal.workers() > 1;
    this.mayMiss = !publishersFence;
    this.yielding = new Yielding(yields, signal.poolsBehind());
  }

  @Override
  public boolean hadWork() {
    if (!waited) {
      return false;
    }
    boolean yielded = idles > SPINS && idles != DONE;
    long lentNanos = yielding.foundWork(yielded);
    if (lentNanos > 0 && !source.hasGathered(lentNanos / Yielding.ITEM_NANOS)) {
      yielding.lost(lentNanos);
    }
    resign();
    waited = false;
    toldEmpty = false;
    idles = 0;
    return true;
  }

  /** Neither searches nor watches any more; others are to be woken again. */
  @Override
  public void resign() {
    endSearch();
    if (watching) {
      watching = false;
      signal.endWatch();
      signal.wakeInPlaceOfWatcher();
    }
  }

  private void endSearch() {
    if (searching) {
      searching = false;
      signal.endSearch();
    }
  }

  @Override
  public void await() {
    waited = true;
    if (isSearching()) {
      return;
    }
    if (!toldEmpty) {
      toldEmpty = true;
      source.ranEmpty();
    } else {
      park(false);
    }
  }

  @Override
  public void stepBack() {
    waited = true;
    park(true);
  }

  /** Wakes all waiters: one that is not meant looks, and parks again. */
  @Override
  public void endWait() {
    signal.wakeAll();
  }

  /** Spins or yields, once, if it may still do so. */
  private boolean isSearching() {
    if (idles == DONE) {
      return false;
    }
    if (idles == 0 && shared && !searching) { // a worker woken to search does already
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
    int yields = idles - SPINS - 1;
    if (yielding.tryYield(yields)) {
      return true;
    }
    if (yields > 0) {
      yielding.didNotHelp();
    }
    return false;
  }

  private void park(boolean steppedBack) {
    boolean searched = searching;
    endSearch();
    idles = DONE; // a worker woken by the clock looks, and parks again
    boolean watched = beginWatch(steppedBack);
    if (watched && watch(steppedBack)) {
      return;
    }
    parked.register(index);
    try {
      boolean wasReliedOn = searched || watched || !shared;
      if (mayMiss && wasReliedOn && !mayGoOn(steppedBack)) {
        Signal.awaitMoment();
      }
      if (mayMiss) {
        parkUntilLastLook(steppedBack);
      }
      if (staysParked(steppedBack)) { // it was registered all the while: nothing was missed
        source.park(source.deadlineNanos(), false);
      }
    } finally {
      WaitSet.Woken woken = parked.deregister(index);
      if (woken != WaitSet.Woken.BY_NOBODY) {
        searching = woken == WaitSet.Woken.TO_SEARCH;
        idles = 0;
      }
      clearInterrupt();
    }
  }

  /**
   * Parks for all of that time. One park may end at once, since it finds a permit that was left
   * over: a waiter that is woken when it has just seen the item itself leaves one.
   */
  private void parkUntilLastLook(boolean steppedBack) {
    long start = System.nanoTime();
    long left = Signal.LAST_LOOK_NANOS;
    while (left > 0 && staysParked(steppedBack)) {
      long deadlineNanos = source.deadlineNanos();
      if (deadlineNanos <= 0) {
        return;
      }
      source.park(Math.min(left, deadlineNanos), true);
      clearInterrupt();
      left = Signal.LAST_LOOK_NANOS - (System.nanoTime() - start);
    }
  }

  /** A set flag would keep the thread awake. */
  private void clearInterrupt() {
    if (Thread.interrupted()) {
      source.interrupted();
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
    return source.hasDuties() || (!(steppedBack && signal.isWatched()) && source.hasItems());
  }

  /** Takes the watch, as long as others work on cheap items. */
  private boolean beginWatch(boolean steppedBack) {
    if (!shared || watching) {
      return watching;
    }
    long progress = source.progress();
    boolean busy = steppedBack || (progress != progressBefore && source.isCheap());
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
    while (!source.hasDuties() && (leavesItems || !source.hasItems())) {
      long progress = source.progress();
      long deadlineNanos = source.deadlineNanos();
      if (deadlineNanos <= 0) {
        return true;
      }
      source.park(Math.min(WATCH_NANOS, deadlineNanos), true);
      clearInterrupt();
      boolean stoodStill = source.progress() == progress;
      if ((stoodStill && !source.hasItems()) || !source.isCheap()) {
        watching = false;
        signal.endWatch();
        return false;
      }
      leavesItems = !stoodStill && !source.isWorthJoining();
    }
    return true;
  }
}
