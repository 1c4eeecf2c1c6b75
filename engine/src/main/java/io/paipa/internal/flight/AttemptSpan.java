package io.paipa.internal.flight;

import org.jspecify.annotations.Nullable;

/** An attempt that is recorded, from its beginning to its end. Used by one thread at a time. */
public final class AttemptSpan {
  private final AttemptEvent event = new AttemptEvent();
  private boolean stopped;

  AttemptSpan() {
    event.begin();
  }

  /** Its time is over: what comes before {@link #end} is not the attempt's. */
  public void stop() {
    event.end();
    stopped = true;
  }

  /**
   * The attempt has ended.
   *
   * @param pipeline the pipeline
   * @param step the step
   * @param worker the worker's number
   * @param attempt its number
   * @param failure what it threw, or null
   */
  public void end(
      String pipeline, String step, int worker, int attempt, @Nullable Throwable failure) {
    if (!stopped) {
      event.end();
    }
    if (event.shouldCommit()) {
      event.pipeline = pipeline;
      event.step = step;
      event.worker = worker;
      event.attempt = attempt;
      event.failure = failure == null ? null : failure.getClass();
      event.commit();
    }
  }
}
