package io.paipa.internal.worker;

import io.paipa.FailedItem;
import io.paipa.RecentFailure;
import io.paipa.WorkerActivity;
import io.paipa.internal.flight.Flight;
import io.paipa.internal.hop.Claim;
import io.paipa.internal.hop.Hop;
import io.paipa.internal.hop.Inlet;
import io.paipa.internal.hop.Marker;
import io.paipa.internal.hop.Outbox;
import io.paipa.internal.ledger.StepLedger;
import io.paipa.internal.loop.Pace;
import io.paipa.internal.loop.Signal;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the workers of a step share. The parts synchronise themselves; the dead-letter consumer is
 * under a lock of its own, in which user code runs.
 */
public final class Station {
  final Run run;
  final UserCode userCode;
  final StationSettings settings;
  final Hop hop;
  private @Nullable Hop nextHop;
  final StepLedger ledger;
  final Claim[] claims;
  final Fence fence;
  final RetryQueue retries;
  final Order order;

  /** Null if items have no keys. */
  final @Nullable Keys keys;

  /** What is due when, and who wakes for it. */
  final Schedule schedule;

  /** Null if the rate of attempts is not limited. */
  final @Nullable Throttle throttle;

  /** Null if the step is not asynchronous. */
  final @Nullable Stages stages;

  final Activity[] activities;

  final ServiceSampler[] samplers;

  /** The workers' timers; none if attempts have no limit. */
  final ItemTimer[] timers;

  /** What an item takes. */
  final Pace pace;

  private final SharedObjects sharedObjects;
  private final ReentrantLock deadLetterLock = new ReentrantLock();
  private final Set<Object> iterators =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private final AtomicInteger unfinished;
  private volatile boolean flushes;

  /**
   * A station.
   *
   * @param run the run it is part of
   * @param settings the step's options
   * @param hop the hop in front of it
   * @param nextHop where its outputs go; null for the last step
   * @param ledger the step's ledger
   * @param reenqueues whether the step may put items back
   */
  public Station(
      Run run,
      StationSettings settings,
      Hop hop,
      @Nullable Hop nextHop,
      StepLedger ledger,
      boolean reenqueues) {
    this.run = run;
    this.userCode = new UserCode(run);
    this.settings = settings;
    this.sharedObjects = new SharedObjects(run, userCode, settings.name());
    this.hop = hop;
    this.nextHop = nextHop;
    this.ledger = ledger;
    int workers = settings.workers();
    claims = new Claim[workers];
    Arrays.setAll(claims, i -> hop.newClaim(settings.claimAhead()));
    pace = new Pace(workers > 1, contendedNanos(settings, claims[0].size()));
    fence = new Fence(workers);
    long originNanos = run.time().nanoTime();
    retries =
        reenqueues || settings.mayWaitOutsideTheRing()
            ? new RetryQueue(
                settings.places(), settings.mayWaitOutsideTheRing(), originNanos, workers)
            : RetryQueue.NONE;
    keys =
        settings.key() == null
            ? null
            : new Keys(
                settings.key(),
                hop.newBatch(),
                settings.places(),
                workers,
                run::isEnded,
                this::comesBack);
    if (keys != null) {
      ledger.countKeysBy(keys);
    }
    stages =
        settings.inFlight() == 0
            ? null
            : new Stages(
                settings.inFlight(), run.time(), settings.limitsItems(), hop.signal()::published);
    if (stages != null) {
      ledger.countStagesBy(stages);
    }
    order = settings.reorders() ? new ReorderWindow(settings.places()) : new Unordered();
    unfinished = new AtomicInteger(workers);
    activities = new Activity[workers];
    Arrays.setAll(activities, i -> new Activity(ledger.timeSheet(i), run.time()));
    ledger.tellActivitiesBy(() -> Arrays.stream(activities).map(this::told).toList());
    samplers = new ServiceSampler[workers];
    Arrays.setAll(
        samplers,
        i -> new ServiceSampler(ledger.serviceTimes(), ledger.timeSheet(i), run.time(), pace));
    throttle =
        settings.rate() == null
            ? null
            : new Throttle(run, userCode, retries, keys, settings.rate(), this::rateChanged);
    schedule = new Schedule(run.time(), originNanos, retries, throttle, keys, claims[0]);
    timers = new ItemTimer[settings.limitsItems() ? workers : 0];
    Arrays.setAll(timers, i -> new ItemTimer(settings.timeoutNanos(), run.time()));
  }

  /** What an item costs more, while several workers take. */
  private static long contendedNanos(StationSettings settings, int claimed) {
    if (settings.key() != null) {
      return Keys.CONTENDED_NANOS;
    }
    return Math.max(1, Pace.CONTENDED_NANOS / Math.min(settings.claimAhead(), claimed));
  }

  /** A worker that is parked does not find out itself that the rate holds what came meanwhile. */
  private WorkerActivity told(Activity activity) {
    WorkerActivity doing = activity.doing();
    return doing == WorkerActivity.WAITING && schedule.isHeld() ? WorkerActivity.HELD : doing;
  }

  /** For messages: where something happened. */
  String name() {
    return "pipeline '" + run.pipelineName() + "', step '" + settings.name() + "'";
  }

  /**
   * A call of the step's code was refused, which may come from a thread that swallows exceptions.
   * So the pipeline fails, if it is still open, for what was refused is lost.
   *
   * @param call what was refused
   * @param why what was wrong, and what to do
   * @return what to throw
   */
  IllegalStateException refused(String call, String why) {
    IllegalStateException refusal = new IllegalStateException(name() + ": " + why);
    if (!run.isEnded()) {
      run.fail(call + " was refused", settings.name(), null, 0, refusal);
    }
    return refusal;
  }

  /**
   * What the last step emits goes somewhere, too. To be called before any worker is made.
   *
   * @param results where it goes
   */
  public void publishTo(Hop results) {
    nextHop = results;
  }

  /** The hop behind this step; null for the last step, if nobody pulls its outputs. */
  @Nullable Hop nextHop() {
    return nextHop;
  }

  /** Where outputs go; null for the last step. */
  @Nullable Inlet next() {
    return nextHop == null ? null : nextHop.inlet();
  }

  /** Where a worker's outputs may wait to be published in a batch, or null. */
  @Nullable Outbox outbox(int worker) {
    return nextHop == null ? null : nextHop.outbox(worker);
  }

  /** Before any worker runs: the instance of one of them has something to do before a fence. */
  void flushesBeforeFences() {
    flushes = true;
  }

  /** Whether the workers are to be asked before a fence passes. */
  boolean isFlushed() {
    return flushes;
  }

  /** Items that wait in the ring may have got room: wakes a worker for them, if need be. */
  void madeRoom() {
    Signal signal = hop.signal();
    if (isShared() && signal.mayWake() && hop.outlet().hasMore()) {
      signal.wakeForMore();
    }
  }

  /** The run begins. By the thread that starts it, before any worker. */
  public void open() {
    if (throttle != null) {
      throttle.open();
    }
  }

  /** The turn of an item has come that was put back. */
  void comesBack(Turn turn) {
    retries.add(Attempt.first(turn), run.time().nanoTime());
  }

  private void rateChanged() {
    hop.signal().wakeAll();
  }

  boolean isNextFull() {
    return nextHop != null && nextHop.inlet().isFull();
  }

  boolean isShared() {
    return settings.workers() > 1;
  }

  /**
   * A worker has ended, or will never start.
   *
   * @return whether it was the last one
   */
  public boolean workerEnded() {
    return unfinished.decrementAndGet() == 0;
  }

  /** Tells the next step that nothing follows. */
  void publishSentinel() {
    Inlet next = next();
    if (next != null) {
      next.publish(Marker.SENTINEL, run);
    }
  }

  <T> T shared(Class<T> key, Callable<? extends T> ifAbsent) throws Exception {
    return sharedObjects.get(key, ifAbsent);
  }

  /** After all workers have ended. */
  void closeShared() {
    sharedObjects.close();
  }

  /** A worker's attempt has failed: notes what becomes of the item, for people. */
  void note(int worker, RecentFailure.Outcome outcome, int attempt, Throwable failure) {
    Activity activity = activities[worker];
    WorkerActivity before = activity.turnTo(WorkerActivity.PROCESSING); // the exception's own words
    ledger.failures().add(outcome, attempt, failure, run.time().observedNanoTime());
    activity.turnTo(before);
    userCode.handOnInterrupt();
  }

  /** The last attempt at an item has failed: tells those who watch. */
  void failed(int worker, RecentFailure.Outcome outcome, int attempts, Throwable failure) {
    note(worker, outcome, attempts, failure);
    Flight.itemFailed(
        run.pipelineName(), settings.name(), worker, attempts, outcome.name(), failure);
  }

  /** Gives an item to the dead-letter consumer, one call at a time. */
  void deadLetter(FailedItem<Object> failed) throws Exception {
    lockUnlessEnded(deadLetterLock);
    try {
      if (run.isEnded()) {
        throw UserCode.ended();
      }
      Objects.requireNonNull(settings.onFailure().deadLetters()).accept(failed);
    } finally {
      deadLetterLock.unlock();
    }
  }

  /** Only the pipeline's state means stop. */
  private void lockUnlessEnded(ReentrantLock lock) {
    while (true) {
      try {
        lock.lockInterruptibly();
        return;
      } catch (InterruptedException e) {
        if (run.isEnded()) {
          throw UserCode.ended();
        }
      }
    }
  }

  /** Takes an iterator that an iterator step gave; false if another worker has it. */
  boolean takeIterator(Iterator<?> given) {
    return given == Collections.emptyIterator() || iterators.add(given);
  }

  /**
   * Counts what is left in the hop after the end of all workers.
   *
   * @param deadlineNanos until when producers in the midst of a publication are waited for
   */
  public void abandonRest(long deadlineNanos) {
    iterators.clear();
    if (throttle != null) {
      throttle.close();
    }
    long items = hop.outlet().drain(deadlineNanos);
    items += retries.clear();
    items += order.clear();
    items += keys == null ? 0 : keys.clear();
    items += stages == null ? 0 : stages.clear();
    for (Claim claim : claims) {
      items += claim.forget();
    }
    ledger.abandon(items);
  }
}
