package io.paipa.run;

import io.paipa.claim.TimeSource;
import io.paipa.worker.StationView;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the threads of a run at intervals: lets items expire that take too long, warns of
 * workers that get stuck, and fails the run for a producer or a thread that can't go on. The thread
 * that the JDK shares among all who need to be called later only says when it is time; a pipeline
 * that is forgotten is not kept for it, and one that has ended leaves nothing in its queue.
 *
 * <p><b>Who writes what.</b> The next look is written by whoever starts the run, then by the look
 * before. Whoever ends the run has said that it is over before it completes what it finds there; a
 * look sets the next one before it asks whether the run is over: so the last one is completed by
 * either.
 */
final class Watch {
  private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int LOOKS = 4;

  private final List<StationView> stations;
  private final List<StallWatch> stalls;
  private final List<ClaimWatch> claims;
  private final Runnable lookAtThreads;
  private final TimeSource time;
  private final BooleanSupplier isOver;
  private final long intervalNanos;
  private volatile CompletableFuture<Boolean> next = new CompletableFuture<>();

  /**
   * A watch that was not started.
   *
   * @param lookAtThreads looks whether all threads run
   */
  Watch(
      List<StationView> stations,
      Definition definition,
      Runnable lookAtThreads,
      BooleanSupplier isOver) {
    String pipelineName = definition.name();
    long patienceNanos = definition.terminationNanos();
    this.stations = stations;
    this.time = definition.time();
    this.lookAtThreads = lookAtThreads;
    this.claims = stations.stream().map(station -> new ClaimWatch(station, patienceNanos)).toList();
    this.isOver = isOver;
    this.stalls = stations.stream().map(station -> new StallWatch(pipelineName, station)).toList();
    long interval = patienceNanos / LOOKS;
    for (StationView station : stations) {
      interval = Math.min(interval, station.settings().stallNanos() / LOOKS);
      interval = Math.min(interval, station.settings().timeoutNanos() / LOOKS);
    }
    intervalNanos = Math.max(MIN_INTERVAL_NANOS, interval);
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
    time.completeAfter(look, intervalNanos);
    next = look;
    look.thenRun(() -> lookOf(reference.get()));
    if (isOver.getAsBoolean()) {
      stop();
    }
  }

  private static void lookOf(@Nullable Watch watch) {
    if (watch != null
        && !watch.isOver.getAsBoolean()
        && !Background.runs(watch::lookAndGoOn)) { // it may write to a log
      watch.awaitNext();
    }
  }

  private void lookAndGoOn() {
    try {
      look();
    } finally {
      awaitNext(); // whatever the clock or a logger throws
    }
  }

  private void look() {
    for (StationView station : stations) {
      station.expireItems();
    }
    stalls.forEach(StallWatch::look);
    claims.forEach(ClaimWatch::look);
    lookAtThreads.run();
  }
}
