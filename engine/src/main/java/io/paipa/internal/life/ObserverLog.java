package io.paipa.internal.life;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What becomes of failures of user code that only observes a run: the first is logged, the others
 * are not, and none decides anything. Safe for all threads.
 */
final class ObserverLog {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private final String pipelineName;
  private final String observer;
  private final AtomicBoolean logged = new AtomicBoolean();

  /**
   * Nothing has failed yet.
   *
   * @param observer what it is, as "the tracker"
   */
  ObserverLog(String pipelineName, String observer) {
    this.pipelineName = pipelineName;
    this.observer = observer;
  }

  /** Logs a failure, if it is the first. Throws nothing: a log that fails ends no run either. */
  void failed(Throwable failure) {
    if (!logged.compareAndSet(false, true)) {
      return;
    }
    try {
      LOG.log(
          System.Logger.Level.WARNING,
          "pipeline '"
              + pipelineName
              + "': "
              + observer
              + " failed; further failures are not logged",
          failure);
    } catch (Throwable t) {
      // there is nobody left to tell
    }
  }
}
