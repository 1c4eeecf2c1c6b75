package io.paipa.internal.life;

import io.paipa.Tracker;
import org.jspecify.annotations.Nullable;

/** A user's tracker, whose exceptions are logged once and otherwise ignored. */
record GuardedTracker(Tracker tracker, ObserverLog log) implements Tracker {
  @Override
  public void beforeProcess(String stepName, Object item) {
    try {
      tracker.beforeProcess(stepName, item);
    } catch (Exception e) {
      log.failed(e);
    }
  }

  @Override
  public void afterProcess(String stepName, Object item, @Nullable Throwable failure) {
    try {
      tracker.afterProcess(stepName, item, failure);
    } catch (Exception e) {
      log.failed(e);
    }
  }
}
