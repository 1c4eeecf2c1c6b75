package io.paipa.internal.worker;

import io.paipa.WorkerActivity;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.ledger.SampledLoad;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A station, as the threads that watch over it see it. Safe for all threads. */
public final class StationView {
  private final Station station;

  /**
   * A view.
   *
   * @param station the station
   */
  public StationView(Station station) {
    this.station = station;
  }

  /**
   * The step's options.
   *
   * @return the settings
   */
  public StationSettings settings() {
    return station.settings;
  }

  /**
   * What a worker is doing.
   *
   * @param worker its number
   * @return its activity
   */
  public Activity activity(int worker) {
    return station.activities[worker];
  }

  /**
   * Whether a worker is registered to be woken when there is something to do, and was not.
   *
   * @param worker its number
   * @return true if so, at this moment
   */
  public boolean awaitsWakeUp(int worker) {
    return station.hop.signal().parked().isWaiting(worker);
  }

  /**
   * A number that changes whenever a worker makes progress.
   *
   * @param worker its number
   * @return the number
   */
  public long progress(int worker) {
    return station.ledger.worker(worker).progress();
  }

  /**
   * The item that holds a key for which others wait, and that a worker works on.
   *
   * @param worker its number
   * @return the item; null if there is none
   */
  public @Nullable Object itemHoldingKey(int worker) {
    Turn held = station.keys == null ? null : station.keys.heldBy(worker);
    return held == null || held.waiting() == 0 ? null : held.item();
  }

  /**
   * How many items wait for the key of the item that a worker works on.
   *
   * @param worker its number
   * @return the number at this moment
   */
  public int waitingForKey(int worker) {
    Turn held = station.keys == null ? null : station.keys.heldBy(worker);
    return held == null ? 0 : held.waiting();
  }

  /**
   * A number that changes whenever the step takes an item, or a worker makes progress.
   *
   * @return the number
   */
  public long progress() {
    long sum = station.hop.outlet().taken();
    for (int worker = 0; worker < station.activities.length; worker++) {
      sum += progress(worker);
    }
    return sum;
  }

  /**
   * How many items could be begun if a worker were free, or the turn of their key had come.
   *
   * @return the number at this moment
   */
  public long waitingItems() {
    long keyed = station.keys == null ? 0 : station.keys.waiting();
    long retries = station.retries.isDue(nanoTime()) ? station.retries.size() : 0;
    return station.hop.outlet().depth() + station.hop.outlet().unbegun() + keyed + retries;
  }

  /**
   * Whether items wait for a worker although none is in user code, and neither a stage, a back-off,
   * a rate nor a full ring is what they wait for. That is so for a moment whenever workers are
   * woken.
   *
   * @return true if so, at this moment
   */
  public boolean standsStill() {
    for (Activity activity : station.activities) {
      if (activity.isInUserCode() || activity.doing() == WorkerActivity.BLOCKED) {
        return false;
      }
    }
    boolean backsOff = !station.retries.isEmpty() && !station.retries.isDue(nanoTime());
    boolean hasStages = station.stages != null && station.stages.open() > 0;
    return !backsOff
        && !hasStages
        && !station.isNextFull()
        && !station.schedule.isHeld()
        && waitingItems() > 0;
  }

  /**
   * What the step has to do, and what its workers are at.
   *
   * @return what is seen at this moment
   */
  public SampledLoad load() {
    WorkersSeen seen = new WorkersSeen();
    for (Activity activity : station.activities) {
      Thread thread = activity.isInUserCode() ? activity.thread() : null;
      if (thread != null) {
        seen.add(thread);
      }
    }
    int capacity = station.hop.inlet().capacity();
    return new SampledLoad(
        Math.min(1, (double) station.hop.outlet().depth() / capacity),
        seen.inCode(),
        seen.runnable(),
        seen.locked(),
        station.keys == null ? 0 : station.keys.waiting(),
        station.stages == null ? 0 : (double) station.stages.open() / station.settings.inFlight(),
        station.retries.size(),
        station.schedule.isHeld() ? 1 : 0);
  }

  /**
   * Whether the workers can't publish, since the next ring is full.
   *
   * @return true if so
   */
  public boolean isNextFull() {
    return station.isNextFull();
  }

  /**
   * The pipeline's clock.
   *
   * @return nanoseconds, as by {@link System#nanoTime}
   */
  public long nanoTime() {
    return station.run.time().nanoTime();
  }

  /**
   * Whether an item takes too long. Waits for nothing, and calls no user code.
   *
   * @return true if one does
   */
  public boolean hasLateItems() {
    for (ItemTimer timer : station.timers) {
      if (timer.isLate()) {
        return true;
      }
    }
    return false;
  }

  /**
   * How long until an item takes too long, if nothing becomes of it before.
   *
   * @return nanoseconds; {@link Long#MAX_VALUE} if no item has a limit
   */
  public long nanosUntilLate() {
    long nanos = Long.MAX_VALUE;
    for (ItemTimer timer : station.timers) {
      nanos = Math.min(nanos, timer.remainingNanos());
    }
    return nanos;
  }

  /** Lets items expire that take too long: interrupts the workers that have them. */
  public void expireItems() {
    for (int worker = 0; worker < station.timers.length; worker++) {
      Thread thread = station.activities[worker].thread();
      if (thread != null) {
        station.timers[worker].check(thread);
      }
    }
  }

  /**
   * Which thread publishes into the step's ring just now.
   *
   * @return another number for each time; -1 if there is none
   */
  public long publishing() {
    return station.hop.outlet().publishing();
  }

  /**
   * Which thread publishes the step's outputs just now.
   *
   * @return another number for each time; -1 if there is none
   */
  public long publishingOutputs() {
    Hop next = station.nextHop();
    return next == null ? -1 : next.outlet().publishing();
  }

  /**
   * Fails the run: a thread has begun to publish, and does not end.
   *
   * @param where into what
   */
  public void failForProducer(String where) {
    station.run.fail(
        "a producer has stopped in the midst of a put into the ring of "
            + where
            + ", and holds up all others",
        station.settings.name(),
        null,
        0,
        new IllegalStateException("the producer's thread is gone, or is stopped by a debugger"));
  }

  /**
   * What is at the head of the ring, if it is a fence.
   *
   * @param words gives an object's words
   * @return words for people
   */
  public String fence(Function<Object, String> words) {
    @Nullable Marker fence = station.hop.outlet().fence();
    if (station.fence.phase() == Fence.Phase.ENDING) {
      return "ending";
    }
    if (fence == null) {
      return "no fence at the head";
    }
    Object meta = fence.meta();
    String what = meta == null ? "the finish" : "meta event " + words.apply(meta);
    return what
        + (station.fence.phase() == Fence.Phase.OPEN
            ? " waits at the head for earlier items"
            : " is being passed");
  }

  /**
   * How many items wait outside the ring.
   *
   * @return words for people; empty if none do
   */
  public String waiting() {
    int retries = station.retries.size();
    int kept = station.order.taken();
    long keyed = station.keys == null ? 0 : station.keys.waiting();
    int stages = station.stages == null ? 0 : station.stages.open();
    return (station.schedule.isHeld() ? "the next item waits for the rate; " : "")
        + (stages == 0 ? "" : stages + " stages are open; ")
        + (retries == 0 ? "" : retries + " items wait for a retry; ")
        + (keyed == 0 ? "" : keyed + " items wait for their key; ")
        + (kept == 0 ? "" : kept + " places of the order are open; ");
  }

  /**
   * A stage of an asynchronous step.
   *
   * @param item the item that waits for it
   * @param sinceNanos when the attempt began, on the pipeline's clock
   * @param waitingForKey how many items wait for the item's key
   */
  public record OldestStage(Object item, long sinceNanos, int waitingForKey) {}

  /**
   * How many attempts have a stage that is not concluded: it is open, or complete, and no worker
   * has gone on with it.
   *
   * @return the number at this moment; 0 if the step is not asynchronous
   */
  public int openStages() {
    return station.stages == null ? 0 : station.stages.open();
  }

  /**
   * The stage that is open for longest.
   *
   * @return the stage; null if none is open
   */
  public @Nullable OldestStage oldestStage() {
    OpenStage oldest = station.stages == null ? null : station.stages.oldest();
    if (oldest == null) {
      return null;
    }
    Turn turn = oldest.attempt().turn();
    return new OldestStage(
        oldest.attempt().item(), oldest.sinceNanos(), turn == null ? 0 : turn.waiting());
  }

  /**
   * Tells the workers of open stages that are complete all the same: the thread that completed them
   * had no stack, or no memory, to say so. Calls the user's stages.
   *
   * @param atLeastNanos for how long they are open
   */
  public void tellOfStages(long atLeastNanos) {
    if (station.stages != null) {
      station.stages.tellAgain(nanoTime() - atLeastNanos);
    }
  }
}
