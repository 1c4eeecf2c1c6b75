package io.paipa.internal.life;

import io.paipa.Health;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.internal.worker.StationView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a run works. The clock's looks write since when a step stands still, one look
 * after the other. Any thread reads that, looks itself whether it is still so, and waits for
 * nothing.
 */
final class HealthWatch {
  /**
   * A step that had items to begin at each look, and began none.
   *
   * @param progress changes with whatever it gets done
   * @param sinceNanos since the first of these looks
   */
  private record Standstill(long progress, long sinceNanos) {}

  private final Lifecycle lifecycle;
  private final Failures failures;
  private final Termination termination;
  private final List<StationView> stations;
  private final List<StallWatch> stalls;
  private final AtomicReferenceArray<@Nullable Standstill> standstills;
  private final long stallNanos;

  /** Before that, the starting thread may be in user code, and workers have no threads. */
  private volatile boolean started;

  HealthWatch(
      Lifecycle lifecycle,
      Failures failures,
      Termination termination,
      List<StationView> stations,
      List<StallWatch> stalls) {
    this.lifecycle = lifecycle;
    this.failures = failures;
    this.termination = termination;
    this.stations = stations;
    this.stalls = stalls;
    this.standstills = new AtomicReferenceArray<>(stations.size());
    this.stallNanos =
        stations.stream()
            .mapToLong(station -> station.settings().stallNanos())
            .max()
            .orElse(Long.MAX_VALUE);
  }

  /** By the starting thread: all threads of the run are started. */
  void started() {
    started = true;
  }

  /** By the clock, at intervals. */
  void look() {
    if (!started) {
      return;
    }
    for (int i = 0; i < stations.size(); i++) {
      StationView station = stations.get(i);
      Standstill known = standstills.get(i);
      if (!station.standsStill()) {
        standstills.set(i, null);
      } else if (known == null || known.progress() != station.progress()) {
        standstills.set(i, new Standstill(station.progress(), station.nanoTime()));
      }
    }
  }

  /** By any thread. */
  Health health() {
    PipelineException failure = failures.get();
    if (failure != null || lifecycle.state() == PipelineState.FAILED) {
      return new Health(
          Health.Status.DOWN,
          failure == null ? Optional.empty() : failure.stepName(),
          Optional.of(failures.knownWords()));
    }
    if (lifecycle.state() == PipelineState.NEW) {
      return new Health(Health.Status.NOT_STARTED, Optional.empty(), Optional.empty());
    }
    if (termination.isOver()) {
      return new Health(Health.Status.ENDED, Optional.empty(), Optional.empty());
    }
    Health standing = lifecycle.isEnded() ? null : standing(); // else what waits is left
    return standing == null ? working() : standing;
  }

  /** From the last step to the first: a step that stands still holds those before it up. */
  private @Nullable Health standing() {
    for (int i = stations.size() - 1; i >= 0; i--) {
      StationView station = stations.get(i);
      Standstill known = standstills.get(i);
      if (known != null && known.progress() == station.progress() && station.standsStill()) {
        long nanos = station.nanoTime() - known.sinceNanos();
        if (nanos >= stallNanos) {
          return new Health(
              Health.Status.DOWN,
              Optional.of(station.settings().name()),
              Optional.of(
                  station.waitingItems()
                      + " items wait here, and no worker has begun one for "
                      + TimeUnit.NANOSECONDS.toMillis(nanos)
                      + " ms; dump() says what each does"));
        }
      }
    }
    return null;
  }

  private Health working() {
    Optional<String> step = Optional.empty();
    long longest = 0;
    for (int i = 0; i < stations.size(); i++) {
      long nanos = Math.max(stalls.get(i).stuckNanos(), stageNanos(stations.get(i)));
      if (nanos > longest) {
        step = Optional.of(stations.get(i).settings().name());
        longest = nanos;
      }
    }
    String goesOn = "an attempt goes on for " + TimeUnit.NANOSECONDS.toMillis(longest) + " ms";
    return new Health(Health.Status.UP, step, step.map(name -> goesOn));
  }

  /** How long the oldest stage is open, if that is long. */
  private static long stageNanos(StationView station) {
    StationView.OldestStage oldest = station.oldestStage();
    long nanos = oldest == null ? 0 : station.nanoTime() - oldest.sinceNanos();
    return nanos >= station.settings().stallNanos() ? nanos : 0;
  }
}
