package io.paipa.worker;

import io.paipa.hop.Claim;
import io.paipa.hop.Inlet;
import io.paipa.hop.Marker;
import io.paipa.hop.Outlet;
import io.paipa.hop.Signal;
import io.paipa.ledger.WorkerCounts;
import io.paipa.step.TimedStep;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a worker comes to its next item: from its claim, from the retries that are due, from the
 * ring, from a sibling's claim; and what it does meanwhile: passes fences, keeps deadlines, waits.
 * Confined to the worker's thread; what it shares with its siblings is in the {@link Station}.
 *
 * <p><b>Nothing is left lying.</b> Before user code runs, which may take for ever, the worker
 * {@linkplain #handOn hands on}: if there is more to take, in the ring, an outbox, its own claim or
 * a sibling's, or a retry has no parked worker to wake for it, it wakes a sibling. A sibling on
 * watch spares the wake-up where items are cheap; it looks after a millisecond. A worker parks only
 * after it has registered and looked again.
 */
final class Puller {
  private static final long BATCH_NANOS = 50_000;
  private static final long CHEAP_NANOS = 5_000;

  /** A backlog shorter than this is done before a woken thread would run. */
  private static final long WORTH_WAKING_NANOS = 50_000;

  /** What the estimate of an item may always go up by. */
  private static final long LEAST_NANOS = 50;

  private final Station station;
  private final int index;
  private final Driver driver;
  private final Claim claim;
  private final WorkerCounts counts;
  private final Outlet outlet;
  private final Signal signal;
  private final Waiter waiter;
  private final Claim.Taken taken = new Claim.Taken();
  private final SiblingClaims siblings;
  private final boolean limited;

  /** From 0, however late the worker's thread comes to run: every worker answers every round. */
  private int roundSeen;

  private int look;
  private boolean sharing;
  private boolean tookRetry;
  private long batchStart;
  private int batchLimit = 1;

  private @Nullable Object item;
  private long place;
  private int attempt;

  Puller(Station station, int index, Driver driver) {
    this.station = station;
    this.index = index;
    this.driver = driver;
    this.claim = station.claims[index];
    this.counts = station.ledger.worker(index);
    this.outlet = station.hop.outlet();
    this.signal = station.hop.signal();
    this.limited = station.window != null || station.settings.delaysRetries();
    this.siblings = new SiblingClaims(station, index);
    this.waiter = new Waiter(station, index, this, driver);
    if (!station.isShared()) {
      batchLimit = claim.size();
    }
  }

  Object item() {
    return Objects.requireNonNull(item);
  }

  long place() {
    return place;
  }

  int attempt() {
    return attempt;
  }

  /**
   * Comes to the next item; waits for it.
   *
   * @return false if there is none: the sentinel was reached, or the pipeline has ended
   */
  boolean pull() {
    item = null;
    while (!station.run.isEnded()) {
      look++;
      Object first = claim.takeFirst();
      if (first != null) {
        if (limited) {
          handOn(); // settling the last item may have made room for what waits in the ring
        }
        return found(first, claim.placeOfTaken(), 1);
      }
      finishClaim();
      if (station.fence.round() != roundSeen) {
        joinFlush();
      } else if (driver.remainingNanos() <= 0) {
        handOn();
        driver.deadline();
      } else if (!tookRetry && takeRetry()) {
        tookRetry = true; // then the ring is next: retries may have to wait for what is in it
        handOn();
        return true;
      } else if (siblings.takeFromStuck(taken)) {
        return foundTaken();
      } else {
        boolean retriesAreNext = tookRetry;
        tookRetry = false;
        Outlet.Found found = claimMore();
        if (found == Outlet.Found.FENCE && station.fence.phase() == Fence.Phase.ENDING) {
          return false;
        }
        if (found == Outlet.Found.CONTENTION) {
          Thread.yield();
        } else if (found != Outlet.Found.SLOTS
            && !(found == Outlet.Found.FENCE && passFence())
            && !retriesAreNext
            && waiter.await()) {
          return true; // took over a sibling's item
        }
      }
    }
    return false;
  }

  /** The next item of a claim whose first was {@linkplain #pull pulled}; null at its end. */
  @Nullable Object nextOfClaim() {
    return station.run.isEnded() ? null : claim.takeFirst();
  }

  private boolean found(Object next, long nextPlace, int nextAttempt) {
    item = next;
    place = nextPlace;
    attempt = nextAttempt;
    waiter.hadWork();
    return true;
  }

  /** Takes an item that a sibling has claimed and not begun. */
  boolean takeOver() {
    return siblings.takeFromAny(taken) && foundTaken();
  }

  private boolean foundTaken() {
    Object next = Objects.requireNonNull(taken.item);
    taken.item = null;
    found(next, taken.place, 1);
    handOn();
    return true;
  }

  private boolean takeRetry() {
    RetryQueue retries = station.retries;
    if (retries == null || retries.isEmpty()) {
      return false;
    }
    RetryQueue.Entry entry = retries.takeDue(station.run.time().nanoTime());
    if (entry != null && !station.settings.delaysRetries()) {
      retries.release(1);
    }
    return entry != null && found(entry.item(), entry.place(), entry.attempt());
  }

  private Outlet.Found claimMore() {
    if (!outlet.mayClaim(look)) {
      return Outlet.Found.NOTHING;
    }
    int limit = Math.min(batchLimit, claim.size());
    RetryQueue retries = station.retries;
    boolean reserves = station.settings.delaysRetries();
    if (retries != null && !reserves && !retries.hasRoom() && outlet.fence() == null) {
      return Outlet.Found.NOTHING;
    }
    int reserved = reserves && retries != null ? retries.reserve(limit) : limit;
    if (reserved == 0) {
      return outlet.fence() == null ? Outlet.Found.NOTHING : Outlet.Found.FENCE;
    }
    Outlet.Found found = station.window == null ? claim(reserved) : claimInOrder(reserved);
    if (reserves && retries != null) {
      retries.release(reserved - (found == Outlet.Found.SLOTS ? claim.filled() : 0));
    }
    if (found == Outlet.Found.SLOTS) {
      if (claim.voids() > 0) {
        counts.settle(claim.voids());
      }
      sharing = station.isShared() && claim.filled() > 1;
      if (sharing) {
        station.beginSharing();
      }
      claim.open();
      batchStart = station.isShared() ? station.run.time().nanoTime() : 0;
      handOn(1); // the first is for this worker
    }
    return found;
  }

  private Outlet.Found claim(int limit) {
    return outlet.claim(index, claim, limit, look);
  }

  /** Claims under the window's monitor, so that places are given in the order of the ring. */
  private Outlet.Found claimInOrder(int limit) {
    ReorderWindow window = Objects.requireNonNull(station.window);
    synchronized (window) {
      int room = Math.min(limit, window.room());
      if (room == 0) {
        return outlet.fence() == null ? Outlet.Found.NOTHING : Outlet.Found.FENCE;
      }
      Outlet.Found found = claim(room);
      if (found == Outlet.Found.SLOTS) {
        claim.placedAt(window.take(claim.filled()));
      }
      return found;
    }
  }

  /**
   * After a claim is used up: publishes what waits to be, and only then shows that all is settled.
   */
  private void finishClaim() {
    driver.flushOutputs();
    counts.settleUp();
    measure();
    if (sharing) {
      sharing = false;
      station.endSharing();
    }
  }

  /** How long did an item take, and how many may be claimed next? */
  private void measure() {
    if (batchStart != 0 && claim.filled() > 0) {
      long nanos = (station.run.time().nanoTime() - batchStart) / claim.filled();
      long before = station.itemNanos.get();
      station.itemNanos.set(learnt(before, nanos));
      int fitting = (int) Math.min(claim.size(), BATCH_NANOS / Math.max(1, nanos));
      batchLimit = Math.max(1, Math.min(fitting, 2 * batchLimit));
    }
    batchStart = 0;
    claim.close();
  }

  /**
   * Goes down at once, and up by no more than the double: of many quick items one in a while takes
   * as long as another thread had the processor meanwhile.
   */
  private static long learnt(long before, long nanos) {
    if (before > Integer.MAX_VALUE) {
      return nanos; // the first time
    }
    return nanos < before ? (before + nanos) / 2 : Math.min(nanos, 2 * before + LEAST_NANOS);
  }

  boolean isCheap() {
    return station.itemNanos.get() < CHEAP_NANOS;
  }

  /** Before user code: sees to it that somebody takes what this worker leaves. */
  void handOn() {
    handOn(0);
  }

  private void handOn(int own) {
    waiter.resign();
    if (!station.isShared() || !signal.mayWake()) {
      return;
    }
    RetryQueue retries = station.retries;
    boolean more = claim.remaining() > own || outlet.hasMore() || siblings.haveItems();
    if (more && signal.isWatched()) {
      long backlog = claim.remaining() + outlet.depth();
      more = backlog * station.itemNanos.get() > WORTH_WAKING_NANOS && signal.mayUseCore();
    }
    if (more || (retries != null && retries.needsTimer())) {
      signal.wakeForMore();
    }
  }

  private void joinFlush() {
    roundSeen = station.fence.round();
    waiter.resign();
    driver.flush();
    if (station.fence.flushed()) {
      passMeta();
    }
  }

  /** At a fence: passes it, if everything before it is done. */
  private boolean passFence() {
    VarHandle.fullFence(); // what this worker settled, before what the others did: one sees all
    if (!station.ledger.isQuiet() || !station.fence.take()) {
      return false;
    }
    Marker marker = outlet.fence();
    if (marker == null || !station.ledger.isQuiet()) {
      station.fence.open(); // it was passed in the meantime
    } else if (marker.kind() == Marker.Kind.SENTINEL) {
      station.fence.end();
      signal.wakeAll();
    } else if (station.isFlushed()) {
      station.fence.beginFlush();
      signal.wakeAll();
    } else {
      passMeta();
    }
    return true;
  }

  private void passMeta() {
    waiter.resign();
    Marker marker = Objects.requireNonNull(outlet.fence());
    Object passed = driver.meta(Objects.requireNonNull(marker.meta()));
    Inlet next = station.next();
    if (passed != null && next != null) {
      next.publish(Marker.meta(passed), station.run);
    }
    outlet.passFence();
    station.fence.open();
    if (outlet.hasMore()) {
      signal.wakeForMore();
    }
  }

  /** Whether there is something for this worker to do; looked at before it parks. */
  boolean hasWork() {
    if (station.run.isEnded() || station.fence.round() != roundSeen) {
      return true;
    }
    RetryQueue retries = station.retries;
    if (retries != null && !retries.isEmpty() && retries.isDue(station.run.time().nanoTime())) {
      return true;
    }
    if (!outlet.hasNext()) {
      int found = outlet.lookForPending();
      if (found >= 0) {
        look = found - 1; // the next look is that one
      }
      return found >= 0 && hasRoom();
    }
    if (outlet.fence() != null) {
      Fence.Phase phase = station.fence.phase();
      VarHandle.fullFence();
      return phase == Fence.Phase.ENDING || (phase == Fence.Phase.OPEN && station.ledger.isQuiet());
    }
    return hasRoom();
  }

  /** Whether a retry queue or a window lets items be claimed. */
  private boolean hasRoom() {
    RetryQueue retries = station.retries;
    ReorderWindow window = station.window;
    return (retries == null || retries.hasRoom()) && (window == null || window.hasRoom());
  }

  /** How long until this worker's step has a deadline of its own. */
  long deadlineNanos() {
    return station.run.isEnded() ? TimedStep.NEVER : driver.remainingNanos();
  }
}
