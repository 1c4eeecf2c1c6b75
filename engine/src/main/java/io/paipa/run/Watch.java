package io.paipa.run;

import io.paipa.worker.StationView;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks after the workers of a run at intervals: lets items expire that take too long, and warns of
 * workers that get stuck. Runs in a thread that the JDK shares among all who need to be called
 * later, one look at a time; a pipeline that is forgotten is not kept for it.
 */
final class Watch {
  private static final long MIN_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int LOOKS = 4;

  private final List<StationView> stations;
  private final List<StallWatch> stalls;
  private final BooleanSupplier isOver;
  private final long intervalNanos;

  Watch(List<StationView> stations, String pipelineName, BooleanSupplier isOver) {
    this.stations = stations;
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
    scheduleNext(new WeakReference<>(this), intervalNanos);
  }

  private static void scheduleNext(WeakReference<Watch> reference, long nanos) {
    CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              Watch watch = reference.get();
              if (watch != null && !watch.isOver.getAsBoolean()) {
                watch.look();
                scheduleNext(reference, nanos);
              }
            });
  }

  private void look() {
    for (StationView station : stations) {
      station.expireItems();
    }
    stalls.forEach(StallWatch::look);
  }
}
