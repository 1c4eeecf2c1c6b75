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
 * Looks after the workers of a run at intervals: lets items expire that take too long, and warns of
 * workers that get stuck. The thread that the JDK shares among all who need to be called later only
 * says when it is time; a pipeline that is forgotten is not kept for it, and one that has ended
 * leaves nothing in its queue.
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
  private final TimeSource time;
  private final BooleanSupplier isOver;
  private final long intervalNanos;
  private volatile CompletableFuture<Boolean> next = new CompletableFuture<>();

  Watch(List<StationView> stations, String pipelineName, TimeSource time, BooleanSupplier isOver) {
    this.stations = stations;
    this.time = time;
    this.isOver = isOver;
    this.stalls = stations.stream().map(station -> new StallWatch(pipelineName, station)).toList();
    long interval = Long.MAX_VALUE;
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
  }
}
