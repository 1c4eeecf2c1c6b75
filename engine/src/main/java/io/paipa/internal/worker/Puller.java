package io.paipa.internal.worker;

import io.paipa.WorkerActivity;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Outlet;
import io.paipa.internal.ledger.WorkerCounts;
import io.paipa.internal.loop.ParkingWaiter;
import io.paipa.internal.loop.PollingWaiter;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.loop.Waiter;
import io.paipa.internal.loop.WorkLoop;
import io.paipa.internal.loop.WorkSource;
import io.paipa.internal.step.TimedStep;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * How a worker comes to its next item: from what its step has claimed, from the retries that are
 * due, from the ring. And what it does meanwhile: it passes fences, keeps deadlines, waits.
 * Confined to the worker's thread; what it shares with its siblings is in the {@link Station}.
 *
 * <p><b>Nothing is left lying.</b> As long as there is something to take and a worker is parked,
 * one searches, one is on watch, or one is being woken. A worker that takes an item and did none of
 * this changes nothing about that. Any other {@linkplain #handOn hands on} before user code runs,
 * which may take for ever. It wakes a sibling if there is more to take, claimed, in the ring or in
 * an outbox, or if a retry has no parked worker to wake for it. So does a worker that has filled
 * the claim, or has made room for what waits in the ring. A sibling on watch spares the wake-up
 * where items are cheap; it looks after a millisecond. A worker parks only after it has registered
 * and looked again.
 *
 * <p>Now and then, at the end of a <em>run</em> of items, a worker sees to other things, even if
 * there is always more to take: outputs, retries, deadlines.
 */
final class Puller implements WorkSource, Supply {
  private final Station station;
  private final Driver driver;
  private final Activity activity;
  private final Claim claim;
  private final WorkerCounts counts;
  private final Outlet outlet;
  private final Signal signal;
  private final Filler filler;
  private final Passage passage;
  private final Waiter waiter;
  private final WorkLoop loop;
  private final ItemRun run;
  private final InHand hand;
  private final Relay relay;
  private final boolean limited;

  private int look;
  private boolean tookRetry;

  /** Whether the run ended since another worker took the item, and it was not asked for again. */
  private boolean lostInRun;

  Puller(Station station, int index, Driver driver) {
    this.station = station;
    this.driver = driver;
    this.activity = station.activities[index];
    this.claim = station.claims[index];
    this.counts = station.ledger.worker(index);
    this.outlet = station.hop.outlet();
    this.signal = station.hop.signal();
    this.hand = new InHand(station, index, claim);
    this.relay = new Relay(station, driver, claim, hand);
    this.limited =
        station.settings.limitsOpenItems() || station.stages != null || station.throttle != null;
    this.run = new ItemRun(station, index, claim.size());
    this.waiter = newWaiter(index);
    this.filler = new Filler(station, index, claim, waiter::resign, this::handOn);
    this.loop = new WorkLoop(this, waiter);
    this.passage = new Passage(station, index, driver, waiter);
  }

  private Waiter newWaiter(int index) {
    Supplier<IdleStrategy> polling = station.settings.idling().polling();
    boolean comesSoon = station.stages == null && station.throttle == null;
    return polling == null
        ? new ParkingWaiter(this, signal, index, false, comesSoon)
        : new PollingWaiter(this, polling.get());
  }

  @Override
  public Object handOver() {
    return hand.handOver();
  }

  @Override
  public Attempt attempt() {
    return hand.attempt();
  }

  @Override
  public boolean pull() {
    hand.forget();
    return loop.next();
  }

  @Override
  public Look look() {
    if (station.run.isEnded()) {
      return Look.END;
    }
    while (driver.isDue()) {
      waiter.resign();
      handOn(); // what is attended to may take long, and a permit was given back
      driver.attend();
    }
    boolean leaves = lostInRun && isWorthLess(); // a second try would hinder the others again
    lostInRun = false;
    if (!leaves && run.isOpen() && takeClaimed()) {
      return Look.WORK;
    }
    boolean lostRace = leaves || (run.isOpen() && hand.mayTake() && claim.lostRace());
    look++;
    endRun();
    if (passage.isFlushDue()) {
      passage.flush();
      return Look.AGAIN;
    }
    if (driver.remainingNanos() <= 0) {
      waiter.resign();
      handOn();
      driver.deadline();
      return Look.AGAIN;
    }
    if (!tookRetry && takeRetry()) {
      tookRetry = true; // then the ring is next: retries may have to wait for what is in it
      return Look.WORK;
    }
    boolean retriesAreNext = tookRetry;
    tookRetry = false;
    if (lostRace) {
      return isWorthLess() ? Look.CROWDED : Look.AGAIN;
    }
    if (!hand.mayTake()) {
      return Look.NOTHING; // nor can a fence pass while items are open
    }
    if (!hand.hasClaimed()) {
      return lookIntoRing(retriesAreNext);
    }
    return hand.isHeld() ? nothing() : Look.AGAIN;
  }

  /** There may be something, but nothing that may begin. */
  private Look nothing() {
    activity.turnTo(hand.isHeld() ? WorkerActivity.HELD : WorkerActivity.WAITING);
    return Look.NOTHING;
  }

  private Look lookIntoRing(boolean retriesAreNext) {
    Outlet.Found found = fill();
    switch (found) {
      case SLOTS -> {
        return Look.AGAIN;
      }
      case CONTENTION -> {
        filler.awaitOther();
        return Look.AGAIN;
      }
      case FENCE -> {
        if (station.fence.phase() == Fence.Phase.ENDING) {
          return Look.END;
        } else if (passage.pass()) {
          return Look.AGAIN;
        }
      }
      case NOTHING -> {}
    }
    return retriesAreNext ? Look.AGAIN : nothing();
  }

  private boolean takeClaimed() {
    if (!hand.takeClaimed()) {
      return false;
    }
    run.begin();
    if (limited) {
      waiter.resign();
      handOn(); // settling the last item may have made room for what waits in the ring
    }
    return true;
  }

  @Override
  public int left() {
    return run.left();
  }

  @Override
  public void begun(int count, boolean outOfItems) {
    run.begun(count);
    lostInRun = outOfItems && claim.lostRace();
  }

  private boolean takeRetry() {
    if (!hand.takeRetry()) {
      return false;
    }
    waiter.resign();
    handOn();
    return true;
  }

  /** Claims what is in the ring, for all workers of the step, unless another is about to. */
  private Outlet.Found fill() {
    Outlet.Found found = filler.fill(look);
    if (found == Outlet.Found.SLOTS) {
      VarHandle.fullFence(); // before the look whether others wait for room, or for items
      outlet.wakeProducers();
      counts.settle(filler.voids());
      waiter.resign();
      relay.handOn(1); // the first is for this worker
    }
    return found;
  }

  /**
   * Publishes what waits to be, and only then shows that all is settled; learns how long an item
   * took.
   */
  private void endRun() {
    driver.flushOutputs();
    counts.settleUp();
    run.end();
  }

  @Override
  public void waits(boolean now) {
    if (!now) {
      activity.turnTo(WorkerActivity.TAKING);
    } else if (activity.doing() != WorkerActivity.HELD) {
      activity.turnTo(WorkerActivity.WAITING);
    }
  }

  @Override
  public boolean isCheap() {
    return station.pace.isCheap();
  }

  /**
   * Whether this worker takes longer to come to an item than the others need for it. Not if its
   * step may keep items until the input is empty: a worker that steps back is not there then.
   */
  private boolean isWorthLess() {
    return !driver.wantsInputEmpty() && station.pace.isCrowdedBy(signal.awake());
  }

  @Override
  public boolean isWorthJoining() {
    return relay.isWorthJoining();
  }

  @Override
  public boolean hasGathered(long enough) {
    long wanted = Math.min(enough, station.hop.inlet().capacity() / 2);
    int claimed = claim.remaining();
    return claimed >= wanted || claimed + outlet.depth() >= wanted; // spares a look at outboxes
  }

  @Override
  public long progress() {
    return claim.progress();
  }

  /** Before user code: sees to it that somebody takes what this worker leaves. */
  @Override
  public void handOn() {
    relay.handOn(0);
  }

  @Override
  public void ranEmpty() {
    waiter.resign();
    handOn();
    driver.inputEmpty();
  }

  @Override
  public boolean hasDuties() {
    if (station.run.isEnded() || passage.isFlushDue()) {
      return true;
    }
    return driver.isDue() || isRetryDue() || passage.isDue();
  }

  private boolean isRetryDue() {
    RetryQueue retries = station.retries;
    return !retries.isEmpty()
        && retries.isDue(station.run.time().nanoTime())
        && hand.mayTake()
        && !hand.isHeld();
  }

  @Override
  public boolean hasItems() {
    if (!hand.mayTake()) {
      return false;
    }
    if (hand.hasClaimed()) {
      return !hand.isHeld();
    }
    if (!outlet.hasNext()) {
      int found = outlet.lookForPending();
      if (found >= 0) {
        look = found - 1; // the next look is that one
      }
      return found >= 0 && relay.hasRoom();
    }
    return outlet.fence() == null && relay.hasRoom();
  }

  @Override
  public long deadlineNanos() {
    return station.run.isEnded() ? TimedStep.NEVER : driver.remainingNanos();
  }

  @Override
  public void park(long atMostNanos, boolean byMachine) {
    station.schedule.park(atMostNanos, byMachine, hand.mayTake());
  }
}
