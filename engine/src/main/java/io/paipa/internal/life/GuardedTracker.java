package io.paipa.internal.life;

import io.paipa.Tracker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A user's tracker, whose exceptions are logged once and otherwise ignored. */
record GuardedTracker(String pipelineName, Tracker tracker, AtomicBoolean logged)
    implements Tracker {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  @Override
  public void beforeProcess(String stepName, Object item) {
    try {
      tracker.beforeProcess(stepName, item);
    } catch (Exception e) {
      log(e);
    }
  }

  @Override
  public void afterProcess(String stepName, Object item, @Nullable Throwable failure) {
    try {
      tracker.afterProcess(stepName, item, failure);
    } catch (Exception e) {
      log(e);
    }
  }

  private void log(Exception e) {
    if (logged.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline '" + pipelineName + "': the tracker failed; further failures are not logged",
          e);
    }
  }
}
