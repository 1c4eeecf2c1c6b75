package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.internal.platform.Background;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches that a body ends when its pipeline has failed. The failure is thrown when the body has
 * ended. But it may wait for something else, for ever: then nobody would hear of the failure, so it
 * is logged.
 *
 * <p>The last thread of the pipeline begins the watch, the thread of the body ends it by the latch.
 * A thread of the {@link Background} waits in between.
 */
final class BodyWatch {
  private static final System.Logger LOG = System.getLogger("io.paipa");
  private static final long WAIT_SECONDS = 1;

  private final Engine engine;
  private final CountDownLatch ended = new CountDownLatch(1);

  private BodyWatch(Engine engine) {
    this.engine = engine;
  }

  /** The body begins; its pipeline has been started. */
  static BodyWatch begin(Engine engine) {
    BodyWatch watch = new BodyWatch(engine);
    var unused =
        engine.termination().completion().whenComplete((report, failure) -> watch.pipelineEnded());
    return watch;
  }

  private void pipelineEnded() {
    PipelineException failure = engine.failures().get();
    if (failure != null && ended.getCount() > 0 && !Background.runs(() -> logLater(failure))) {
      log(failure);
    }
  }

  private void logLater(PipelineException failure) {
    try {
      if (!ended.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        log(failure);
      }
    } catch (InterruptedException e) {
      log(failure);
    }
  }

  private static void log(PipelineException failure) {
    LOG.log(
        System.Logger.Level.ERROR,
        failure.getMessage() + "; the body of during goes on nevertheless",
        failure);
  }

  /** The body has ended. */
  void end() {
    ended.countDown();
  }
}
