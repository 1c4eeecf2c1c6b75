package io.paipa.internal.life;

import io.paipa.internal.ledger.SampledLoad;
import io.paipa.internal.ledger.SampledRun;
import io.paipa.internal.worker.StationView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks how full the rings are, and what the workers wait for: often at first, so that a short run
 * is seen, too, and once a second in the end. Costs the workers nothing. The clock's looks write,
 * one after the other; what they have seen, any thread may read.
 */
final class LoadWatch {
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The next look is after such a part of the time so far. */
  private static final int LOOKS = 100;

  /** To ask the system what the program has used costs more than to look. */
  private static final long PROCESSOR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final List<StationView> stations;
  private long startNanos;
  private long lastNanos;
  private long processorStartNanos;
  private Duration processorStart = Duration.ZERO;
  private long processorLastNanos;
  private double processorsUsed;
  private volatile SampledRun seen;

  LoadWatch(List<StationView> stations) {
    this.stations = stations;
    this.seen =
        new SampledRun(0, 1, 0, stations.stream().map(station -> SampledLoad.NONE).toList());
  }

  /** How long until the next look. */
  long intervalNanos() {
    long soFar = lastNanos - startNanos;
    return Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, soFar / LOOKS));
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
      processorStartNanos = now;
      processorLastNanos = now;
      processorStart = used();
      return;
    }
    long all = Math.max(1, now - startNanos);
    double share = (double) (now - lastNanos) / all;
    lastNanos = now;
    if (now - processorLastNanos >= PROCESSOR_NANOS) {
      processorLastNanos = now;
      processorsUsed =
          (double) used().minus(processorStart).toNanos() / (now - processorStartNanos);
    }
    List<SampledLoad> loads = new ArrayList<>();
    for (int i = 0; i < stations.size(); i++) {
      loads.add(seen.steps().get(i).with(stations.get(i).load(), share));
    }
    seen =
        new SampledRun(
            all, Runtime.getRuntime().availableProcessors(), processorsUsed, List.copyOf(loads));
  }

  /** What the program has used of the processors; nothing where the system does not tell. */
  private static Duration used() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
