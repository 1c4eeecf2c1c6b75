package io.paipa.worker;

import io.paipa.claim.WaitSet;
import io.paipa.hop.Signal;
import io.paipa.step.TimedStep;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * How a worker waits when there is nothing to take. Confined to the worker's thread.
 *
 * <p>Spins, yields, takes over from a sibling, tells the step that its input ran empty, and parks:
 * with a time limit if the step has a deadline, if it came to own the timer of the retries, or if
 * it takes the watch over the others. Timer and watch are given up as soon as it wakes.
 */
final class Waiter {
  private static final int SPINS = Integer.getInteger("cs", 100);
  private static final int YIELDS = Integer.getInteger("cy", 20);

  /** Some microseconds: what was published meanwhile has come through by then. */
  private static final int LINGER_SPINS = 50;

  private static final long SECOND_LOOK_NANOS = 1_000_000;
  private static final long WATCH_NANOS = 1_000_000;

  private final Station station;
  private final int index;
  private final Puller puller;
  private final Driver driver;
  private final WaitSet parked;
  private final Signal signal;
  private final @Nullable IdleStrategy polling;
  private boolean toldEmpty;
  private boolean lookedTwice;
  private boolean lingering;
  private int idles;
  private long takenBefore = -1;

  Waiter(Station station, int index, Puller puller, Driver driver) {
    this.station = station;
    this.index = index;
    this.puller = puller;
    this.driver = driver;
    this.parked = station.hop.parked();
    this.signal = station.hop.signal();
    this.polling = station.settings.polling() == null ? null : station.settings.polling().get();
  }

  void hadWork() {
    toldEmpty = false;
    lookedTwice = false;
    if (polling != null && idles > 0) {
      polling.reset();
    }
    stopLingering();
    idles = 0;
  }

  private void stopLingering() {
    if (lingering) {
      lingering = false;
      station.endLingering();
    }
  }

  /**
   * Waits, once: the caller looks for work again afterwards.
   *
   * @return whether an item was taken over from a sibling
   */
  boolean await() {
    idles++;
    if (polling == null && idles == 1 && station.isShared()) {
      lingering = station.beginLingering();
      idles += lingering ? 0 : SPINS + YIELDS;
    }
    if (polling == null && idles <= SPINS) {
      Thread.onSpinWait();
      return false;
    }
    if (polling == null && idles <= SPINS + YIELDS) {
      Thread.yield();
      return false;
    }
    stopLingering();
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
      return false;
    }
    idles = SPINS + YIELDS; // who wakes by the clock looks, and parks again
    return park();
  }

  private boolean park() {
    long timer = TimedStep.NEVER;
    boolean watching = false;
    boolean tookOver = false;
    boolean looksTwice = parked.register(index) && !lookedTwice;
    try {
      if (puller.hasWork() || (looksTwice && hasWorkAfterMoment())) {
        idles = 0;
        return false;
      }
      if (puller.takeOver()) {
        tookOver = true;
        return true;
      }
      RetryQueue retries = station.retries;
      long limit = puller.deadlineNanos();
      if (retries != null) {
        timer = retries.takeTimer();
        limit = Math.min(limit, retries.nanosUntil(timer, station.run.time().nanoTime()));
      }
      watching = takeWatch();
      if (watching) {
        limit = Math.min(limit, WATCH_NANOS);
      } else if (looksTwice) {
        limit = Math.min(limit, SECOND_LOOK_NANOS);
      }
      if (limit > 0 && !parked.isWoken(index)) {
        station.run.time().parkNanos(station, limit);
      }
      lookedTwice |= looksTwice;
      return false;
    } finally {
      if (timer != TimedStep.NEVER && station.retries != null) {
        station.retries.giveTimer(timer);
      }
      if (watching) {
        signal.endWatch();
      }
      if (!parked.deregister(index)) {
        idles = 0;
        if (tookOver) {
          puller.handOn(); // the wake-up was for something else than what this worker took
        }
      }
      Thread.interrupted(); // only the pipeline's state means stop; a set flag would keep it awake
    }
  }

  private boolean hasWorkAfterMoment() {
    for (int i = 0; i < LINGER_SPINS; i++) {
      Thread.onSpinWait();
    }
    return puller.hasWork();
  }

  /** One of the idle watches, as long as others work on cheap items. */
  private boolean takeWatch() {
    if (!station.isShared() || !puller.isCheap()) {
      return false;
    }
    long taken = station.hop.outlet().taken();
    boolean busy = taken != takenBefore && parked.size() < station.settings.workers();
    takenBefore = taken;
    return busy && signal.beginWatch();
  }
}
