package io.paipa.internal.life;

import io.paipa.internal.flight.Flight;
import io.paipa.internal.platform.Stacks;
import io.paipa.internal.worker.Activity;
import io.paipa.internal.worker.StationView;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Warns of workers of a step that are in user code and make no progress: once per stall, and again
 * when it clears. A worker that can't go on because the next ring is full is not stuck itself. Used
 * by one look after the other; what the last look has found, any thread may read.
 */
final class StallWatch {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final int FRAMES = 8;

  private final String pipelineName;
  private final StationView station;
  private final long[] progress;
  private final long[] sinceNanos;
  private final boolean[] warned;

  /** Since when the worker is stuck that is for longest; 0 if none is. */
  private volatile long stuckSinceNanos;

  StallWatch(String pipelineName, StationView station) {
    int workers = station.settings().workers();
    this.pipelineName = pipelineName;
    this.station = station;
    this.progress = new long[workers];
    this.sinceNanos = new long[workers];
    this.warned = new boolean[workers];
  }

  /**
   * Looks at each worker.
   *
   * @param warns whether to write to the log, or only to see whether there is something to write
   * @return whether there is, and was not written
   */
  boolean look(boolean warns) {
    boolean heldUp = station.isNextFull();
    long now = station.nanoTime();
    boolean left = false;
    long earliest = 0;
    for (int worker = 0; worker < progress.length; worker++) {
      long current = station.progress(worker);
      boolean goesOn = !station.activity(worker).isInUserCode() || current != progress[worker];
      boolean isNews = goesOn ? warned[worker] : !heldUp && isStuck(now, worker);
      if (!goesOn && !heldUp && isLong(now, worker)) {
        long since = sinceNanos[worker];
        earliest = earliest == 0 || since - earliest < 0 ? since : earliest;
      }
      if (isNews && !warns) {
        left = true;
      } else {
        if (isNews) {
          warn(now, worker, goesOn);
        }
        if (goesOn || heldUp || sinceNanos[worker] == 0) {
          progress[worker] = current;
          sinceNanos[worker] = now == 0 ? 1 : now;
        }
      }
    }
    stuckSinceNanos = earliest;
    return left;
  }

  /** For the first time. */
  private boolean isStuck(long now, int worker) {
    return !warned[worker] && isLong(now, worker);
  }

  private boolean isLong(long now, int worker) {
    return sinceNanos[worker] != 0 && now - sinceNanos[worker] >= station.settings().stallNanos();
  }

  /** For how long a worker is in one attempt, if that is long; 0 else. */
  long stuckNanos() {
    long since = stuckSinceNanos;
    return since == 0 ? 0 : station.nanoTime() - since;
  }

  private void warn(long now, int worker, boolean goesOn) {
    warned[worker] = !goesOn;
    if (!goesOn) {
      Flight.stalled(pipelineName, station.settings().name(), worker, now - sinceNanos[worker]);
    }
    LOG.log(
        Level.WARNING,
        goesOn
            ? where(worker) + " goes on, after " + after(now, worker)
            : where(worker) + " is stuck, for " + after(now, worker) + held(worker) + at(worker));
  }

  private String where(int worker) {
    return "pipeline '"
        + pipelineName
        + "', step '"
        + station.settings().name()
        + "', worker "
        + worker;
  }

  private String after(long now, int worker) {
    return TimeUnit.NANOSECONDS.toMillis(now - sinceNanos[worker]) + " ms";
  }

  private String held(int worker) {
    Object item = station.itemHoldingKey(worker);
    return item == null
        ? ""
        : "; "
            + station.waitingForKey(worker)
            + " items wait for the key of its item "
            + TimedWords.of(item);
  }

  private String at(int worker) {
    Activity activity = station.activity(worker);
    return Stacks.top(activity.thread(), FRAMES, "  ");
  }
}
