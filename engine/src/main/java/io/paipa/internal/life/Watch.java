package io.paipa.internal.life;

import io.paipa.internal.assembly.Definition;
import io.paipa.internal.platform.Background;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.worker.StationView;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the threads of a run at intervals: lets items expire that take too long, warns of
 * workers that get stuck and of threads that do not begin, and fails the run for a producer or a
 * thread that can't go on. The thread that all pipelines share for what is to be done later only
 * looks whether there is something to do, without waiting for anything; what is to be done calls
 * user code or writes to a log, and has a thread of its own. A pipeline that is forgotten is not
 * kept for the next look, and one that has ended leaves nothing behind.
 *
 * <p><b>Who writes what.</b> The next look is written by whoever starts the run, then by the look
 * before. Whoever ends the run has said that it is over before it completes what it finds there; a
 * look sets the next one before it asks whether the run is over: so the last one is completed by
 * either. What the looks remember is theirs, one after the other.
 *
 * <p><b>The looks go on</b> though there may be no thread: for the work, then it is left to the
 * next look; or for the clock, then the thread that did the work keeps trying. So in a run that has
 * started, what waits for the clock gets it at some time.
 */
final class Watch {
  private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LOOKS = 4;

  /** The second of them after the first may fail the run: within the time for an end. */
  private static final int LOOKS_AT_A_CLAIM = 3;

  private final List<StationView> stations;
  private final List<StallWatch> stalls;
  private final List<ClaimWatch> claims;
  private final Crew crew;
  private final TimeSource time;
  private final BooleanSupplier isOver;
  private final long stallNanos;
  private final long intervalNanos;
  private volatile CompletableFuture<Boolean> next = new CompletableFuture<>();

  /**
   * A watch that was not started.
   *
   * @param crew the run's threads
   */
  Watch(List<StationView> stations, Definition definition, Crew crew, BooleanSupplier isOver) {
    String pipelineName = definition.name();
    long patienceNanos = definition.terminationNanos();
    long claimNanos = patienceNanos / LOOKS_AT_A_CLAIM;
    this.stations = stations;
    this.time = definition.time();
    this.crew = crew;
    this.claims =
        stations.stream().map(station -> new ClaimWatch(station, 2 * claimNanos)).toList();
    this.isOver = isOver;
    this.stalls = stations.stream().map(station -> new StallWatch(pipelineName, station)).toList();
    long interval = claimNanos;
    long stall = Long.MAX_VALUE;
    for (StationView station : stations) {
      stall = Math.min(stall, station.settings().stallNanos());
      interval = Math.min(interval, station.settings().timeoutNanos() / LOOKS);
    }
    stallNanos = stall;
    intervalNanos = Math.max(MIN_INTERVAL_NANOS, Math.min(interval, stall / LOOKS));
  }

  void start() {
    awaitNext();
  }

  /** After the end. */
  void stop() {
    next.complete(false);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows it but the next look
  private void awaitNext() {
    WeakReference<Watch> reference = new WeakReference<>(this);
    CompletableFuture<Boolean> look = new CompletableFuture<>();
    look.thenRun(() -> lookOf(reference.get()));
    next = look;
    try {
      time.completeAfter(look, intervalNanos);
    } catch (Throwable t) {
      look.cancel(false); // or there would be two, once there is a thread
      throw t;
    }
    if (isOver.getAsBoolean()) {
      stop();
    }
  }

  private static void lookOf(@Nullable Watch watch) {
    if (watch != null && !watch.isOver.getAsBoolean()) {
      boolean goesOn = false;
      try {
        goesOn = watch.isAnythingDue() && Background.runs(watch::doWhatIsDue);
      } finally {
        if (!goesOn) {
          watch.awaitNext(); // whatever the clock throws
        }
      }
    }
  }

  private boolean isAnythingDue() {
    boolean due = false;
    for (StationView station : stations) {
      due |= station.hasLateItems();
    }
    for (StallWatch stall : stalls) {
      due |= stall.look(false);
    }
    for (ClaimWatch claim : claims) {
      due |= claim.look();
    }
    due |= crew.hasUnrun(time.nanoTime(), stallNanos);
    return due;
  }

  private void doWhatIsDue() {
    try {
      stations.forEach(StationView::expireItems);
      stalls.forEach(stall -> stall.look(true));
      claims.forEach(ClaimWatch::failIfStuck);
      crew.replaceUnrun(time.nanoTime());
    } finally {
      goOn(); // whatever the clock or a logger throws
    }
  }

  private void goOn() {
    boolean goesOn = false;
    while (!goesOn && !isOver.getAsBoolean()) {
      try {
        awaitNext();
        goesOn = true;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(this, RETRY_NANOS); // nobody else may come to need the clock
      }
    }
  }
}
