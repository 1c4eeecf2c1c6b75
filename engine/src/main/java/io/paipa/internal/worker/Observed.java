package io.paipa.internal.worker;

import io.paipa.Tracker;
import org.jspecify.annotations.Nullable;

/** Tells the tracker of attempts, if there is one. Confined to the worker's thread. */
final class Observed {
  private final Station station;
  private final @Nullable Tracker tracker;

  Observed(Station station) {
    this.station = station;
    this.tracker = station.run.tracker();
  }

  /** Whether somebody is told. */
  boolean byAnybody() {
    return tracker != null;
  }

  void before(Object item) {
    if (tracker != null) {
      tracker.beforeProcess(station.settings.name(), item);
      station.userCode.handOnInterrupt();
    }
  }

  void after(Object item, @Nullable Throwable failure) {
    if (tracker != null) {
      tracker.afterProcess(station.settings.name(), item, failure);
      station.userCode.handOnInterrupt();
    }
  }
}
