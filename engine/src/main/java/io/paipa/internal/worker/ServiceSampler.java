package io.paipa.internal.worker;

import io.paipa.internal.loop.Pace;
import io.paipa.internal.measure.Histogram;
import io.paipa.internal.measure.Pad;
import io.paipa.internal.measure.TimeSheet;
import io.paipa.internal.platform.TimeSource;

/**
 * Measures how long an attempt takes: of one now and then, so that it costs cheap items next to
 * nothing. Time in which it waits for room behind it is not counted. Confined to the worker's
 * thread.
 */
final class ServiceSampler extends Pad {
  /** Between the stages that an asynchronous step measures. */
  private static final long STAGES_APART_NANOS = 50_000;

  private final Histogram times;
  private final TimeSheet sheet;
  private final TimeSource time;
  private final Pace pace;
  private boolean due = true;
  private long items;
  private long startNanos;
  private long blockedNanos;
  private long lastStageNanos;
  private boolean hadStage;
  private long lastNanos;
  private boolean longWay;

  /**
   * A sampler that measures the next attempt.
   *
   * @param times gets what it measures
   * @param sheet of the worker's times
   */
  ServiceSampler(Histogram times, TimeSheet sheet, TimeSource time, Pace pace) {
    this.times = times;
    this.sheet = sheet;
    this.time = time;
    this.pace = pace;
  }

  /** The worker has made attempts at so many items. */
  void worked(int count) {
    items += count;
    if (!due && pace.isWorthMeasuring(items)) {
      due = true;
      items = 0;
    }
  }

  /** Whether the next attempt is measured: none of the plain ones is. */
  boolean isDue() {
    return due;
  }

  /** An attempt begins; whether it is measured, so that {@link #end} is to be called. */
  boolean begin() {
    if (!due) {
      return false;
    }
    due = false;
    blockedNanos = sheet.blockedNanos();
    startNanos = time.observedNanoTime();
    return true;
  }

  /** The attempt that is measured has ended. */
  void end() {
    lastNanos = time.observedNanoTime() - startNanos - (sheet.blockedNanos() - blockedNanos);
    times.record(lastNanos);
  }

  /** What the last one took. */
  long lastNanos() {
    return lastNanos;
  }

  /** The attempt that was measured has taken a longer way than those which are not. */
  void takesLongWay() {
    longWay = true;
  }

  /** Whether one has since this was asked last. */
  boolean tookLongWay() {
    boolean was = longWay;
    longWay = false;
    return was;
  }

  /** Whether a stage that is begun at a time is to be measured. */
  boolean takesStage(long nowNanos) {
    if (hadStage && nowNanos - lastStageNanos < STAGES_APART_NANOS) {
      return false;
    }
    hadStage = true;
    lastStageNanos = nowNanos;
    return true;
  }

  /** A stage that was to be measured is complete, or nobody waits for it any more. */
  void endStage(long nanos) {
    times.record(nanos);
  }
}
