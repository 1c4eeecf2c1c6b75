package io.paipa.internal.worker;

import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.ledger.WorkerCounts;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.step.TimedStep;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a worker comes to its next item: from what its step has claimed, from the retries that are
 * due, from the ring; and what it does meanwhile: passes fences, keeps deadlines, waits. Confined
 * to the worker's thread; what it shares with its siblings is in the {@link Station}.
 *
 * <p><b>Nothing is left lying.</b> As long as there is something to take and a worker is parked,
 * one searches, one is on watch, or one is being woken. A worker that takes an item and did none of
 * this changes nothing about that. Any other {@linkplain #handOn hands on} before user code runs,
 * which may take for ever: if there is more to take, claimed, in the ring or in an outbox, or a
 * retry has no parked worker to wake for it, it wakes a sibling. So does who has filled the claim,
 * or has made room for what waits in the ring. A sibling on watch spares the wake-up where items
 * are cheap; it looks after a millisecond. A worker parks only after it has registered and looked
 * again.
 *
 * <p>Now and then, at the end of a <em>run</em> of items, a worker sees to other things, even if
 * there is always more to take: outputs, retries, deadlines.
 */
final class Puller {
  private static final int RUN_AT_MOST = 256;
  private static final long CHEAP_NANOS = 5_000;

  /**
   * What it costs to take an item that another worker takes at the same time, and somewhat more.
   */
  private static final long CONTENDED_NANOS = 60;

  /** A backlog shorter than this is done before a woken thread would run. */
  private static final long WORTH_WAKING_NANOS = 50_000;

  private final Station station;
  private final Driver driver;
  private final Claim claim;
  private final WorkerCounts counts;
  private final Outlet outlet;
  private final Signal signal;
  private final Filler filler;
  private final Passage passage;
  private final Waiter waiter;
  private final boolean limited;
  private final boolean shared;

  private int look;
  private boolean tookRetry;

  /** Whether the run ended since another worker took the item, and it was not asked for again. */
  private boolean lostInRun;

  /** Of this run: how many items were begun, and may be; and when the first was. */
  private int begun;

  private int mayBegin = 1;
  private long runStart;

  private @Nullable Object item;
  private long place;
  private int attempt;

  Puller(Station station, int index, Driver driver) {
    this.station = station;
    this.driver = driver;
    this.claim = station.claims[index];
    this.counts = station.ledger.worker(index);
    this.outlet = station.hop.outlet();
    this.signal = station.hop.signal();
    this.limited = station.window != null || station.settings.delaysRetries();
    this.shared = station.isShared();
    this.filler = new Filler(station, claim);
    this.waiter = new Waiter(station, index, this, driver);
    this.passage = new Passage(station, driver, waiter);
    if (!shared) {
      mayBegin = claim.size();
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
      boolean leaves = lostInRun && isWorthLess(); // a second try would hinder the others again
      lostInRun = false;
      if (!leaves && begun < mayBegin && takeClaimed()) {
        return true;
      }
      boolean lostRace = leaves || (begun < mayBegin && claim.lostRace());
      look++;
      endRun();
      if (passage.isFlushDue()) {
        passage.flush();
      } else if (driver.remainingNanos() <= 0) {
        handOn();
        driver.deadline();
      } else if (!tookRetry && takeRetry()) {
        tookRetry = true; // then the ring is next: retries may have to wait for what is in it
        handOn();
        return true;
      } else {
        boolean retriesAreNext = tookRetry;
        tookRetry = false;
        if (lostRace && isWorthLess()) {
          waiter.stepBack();
        } else if (!lostRace && claim.isEmpty()) {
          Outlet.Found found = fill();
          if (found == Outlet.Found.FENCE && station.fence.phase() == Fence.Phase.ENDING) {
            return false;
          }
          if (found == Outlet.Found.CONTENTION) {
            Thread.yield();
          } else if (found != Outlet.Found.SLOTS
              && !(found == Outlet.Found.FENCE && passage.pass())
              && !retriesAreNext) {
            waiter.await();
          }
        }
      }
    }
    return false;
  }

  private boolean takeClaimed() {
    Object next = claim.take();
    if (next == null) {
      return false;
    }
    if (begun++ == 0 && shared) {
      runStart = station.run.time().nanoTime();
    }
    found(next, claim.place(), 1);
    if (limited) {
      handOn(); // settling the last item may have made room for what waits in the ring
    }
    return true;
  }

  /** The next item of a run whose first was {@linkplain #pull pulled}; null at its end. */
  @Nullable Object nextOfRun() {
    if (begun == mayBegin || station.run.isEnded()) {
      return null;
    }
    Object next = claim.take();
    if (next == null) {
      lostInRun = claim.lostRace();
    } else {
      begun++;
    }
    return next;
  }

  private void found(Object next, long nextPlace, int nextAttempt) {
    item = next;
    place = nextPlace;
    attempt = nextAttempt;
    if (waiter.hadWork()) {
      handOn(); // it may be the one that the others rely on
    }
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
    if (entry == null) {
      return false;
    }
    found(entry.item(), entry.place(), entry.attempt());
    return true;
  }

  /** Claims what is in the ring, for all workers of the step, unless another is about to. */
  private Outlet.Found fill() {
    Outlet.Found found = filler.fill(look);
    if (found == Outlet.Found.SLOTS) {
      VarHandle.fullFence(); // before the look at who waits for room, or for items
      outlet.wakeProducers();
      counts.settle(claim.voids());
      handOn(1); // the first is for this worker
    }
    return found;
  }

  /**
   * Publishes what waits to be, and only then shows that all is settled; learns how long an item
   * took, which is of no use to a worker that has no siblings.
   */
  private void endRun() {
    driver.flushOutputs();
    counts.settleUp();
    if (begun > 0 && shared) {
      station.learn((station.run.time().nanoTime() - runStart) / begun);
      mayBegin = Math.min(RUN_AT_MOST, station.fitting());
    }
    begun = 0;
  }

  boolean isCheap() {
    return station.itemNanos() < CHEAP_NANOS;
  }

  /** Whether this worker takes longer to come to an item than the others need for it. */
  private boolean isWorthLess() {
    return station.itemNanos() < CONTENDED_NANOS * signal.awake();
  }

  /** Whether it is worth while that one more worker comes to help. */
  boolean isWorthJoining() {
    long backlog = claim.remaining() + outlet.depth();
    return backlog * station.itemNanos() > WORTH_WAKING_NANOS && signal.mayUseCore();
  }

  long progress() {
    return claim.progress();
  }

  /** Before user code: sees to it that somebody takes what this worker leaves. */
  void handOn() {
    handOn(0);
  }

  private void handOn(int own) {
    waiter.resign();
    if (!shared || !signal.mayWake()) {
      return;
    }
    RetryQueue retries = station.retries;
    boolean more = claim.remaining() > own || outlet.hasMore();
    if (more && signal.isWatched()) {
      more = isWorthJoining();
    }
    if (more || (retries != null && retries.needsTimer())) {
      signal.wakeForMore();
    }
  }

  /** Whether there is something for this worker to do; looked at before it parks. */
  boolean hasWork() {
    return hasDuties() || hasItems();
  }

  /** Whether there is something to do that is not an item of the ring. */
  boolean hasDuties() {
    if (station.run.isEnded() || passage.isFlushDue()) {
      return true;
    }
    RetryQueue retries = station.retries;
    if (retries != null && !retries.isEmpty() && retries.isDue(station.run.time().nanoTime())) {
      return true;
    }
    return passage.isDue();
  }

  /** Whether an item can be taken. */
  boolean hasItems() {
    if (!claim.isEmpty()) {
      return true;
    }
    if (!outlet.hasNext()) {
      int found = outlet.lookForPending();
      if (found >= 0) {
        look = found - 1; // the next look is that one
      }
      return found >= 0 && hasRoom();
    }
    return outlet.fence() == null && hasRoom();
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
