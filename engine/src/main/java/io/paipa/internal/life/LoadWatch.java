package io.paipa.internal.life;

import io.paipa.internal.ledger.SampledLoad;
import io.paipa.internal.ledger.SampledRun;
import io.paipa.internal.platform.ProcessorTime;
import io.paipa.internal.worker.StationView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks how full the rings are, and what the workers wait for: often at first, so that a short run
 * is seen, too, and once a second in the end, or where there is nothing to do. Costs the workers
 * nothing. The clock's looks write, one after the other; what they have seen, any thread may read.
 */
final class LoadWatch {
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The next look is after such a part of the time so far. */
  private static final int LOOKS = 20;

  /** After so many at which there was nothing, the looks are seldom. */
  private static final int IDLE_LOOKS = 10;

  private final List<StationView> stations;
  private int idleLooks;
  private long progress;
  private long startNanos;
  private long lastNanos;
  private ProcessorTime.@Nullable Reading used;
  private volatile SampledRun seen;

  LoadWatch(List<StationView> stations) {
    this.stations = stations;
    this.seen =
        new SampledRun(0, 1, 0, stations.stream().map(station -> SampledLoad.NONE).toList());
  }

  /** How long until the next look. */
  long intervalNanos() {
    long soFar = lastNanos - startNanos;
    return idleLooks >= IDLE_LOOKS
        ? LONGEST_NANOS
        : Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, soFar / LOOKS));
  }

  /** What was seen so far. */
  SampledRun seen() {
    return seen;
  }

  /** By the clock. */
  void look() {
    long now = System.nanoTime();
    if (startNanos == 0) { // what came before the first look, is not known
      startNanos = now;
      lastNanos = now;
    }
    ProcessorTime.Reading usedNow = ProcessorTime.read();
    ProcessorTime.Reading usedAtStart = used == null ? usedNow : used;
    used = usedAtStart;
    long all = Math.max(1, now - startNanos);
    double share = Math.min(1, (double) Math.max(1, now - lastNanos) / all);
    lastNanos = now;
    boolean idle = true;
    long progressNow = 0;
    List<SampledLoad> loads = new ArrayList<>();
    for (int i = 0; i < stations.size(); i++) {
      SampledLoad load = stations.get(i).load();
      idle &= load.isNothing();
      progressNow += stations.get(i).progress();
      loads.add(seen.steps().get(i).with(load, share));
    }
    idleLooks = idle && progressNow == progress ? idleLooks + 1 : 0;
    progress = progressNow;
    seen =
        new SampledRun(
            all,
            Runtime.getRuntime().availableProcessors(),
            usedNow.processorsSince(usedAtStart),
            List.copyOf(loads));
  }
}
