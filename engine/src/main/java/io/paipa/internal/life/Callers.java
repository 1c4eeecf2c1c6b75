package io.paipa.internal.life;

/** Refuses calls that would wait for themselves. Any thread. */
final class Callers {
  private final String where;
  private final Crew crew;

  Callers(String pipelineName, Crew crew) {
    this.where = "pipeline '" + pipelineName + "'";
    this.crew = crew;
  }

  /** The pipeline, in a message. */
  String where() {
    return where;
  }

  /** Whether the current thread is one of the pipeline's own. */
  boolean areOwn() {
    return crew.isOwn(Thread.currentThread());
  }

  /**
   * Throws if the current thread is one of the pipeline's own.
   *
   * @param call what it calls, and would wait in
   */
  void check(String call) {
    if (areOwn()) {
      throw new IllegalStateException(
          where
              + ": "
              + call
              + " in one of the pipeline's own threads would wait for itself; offer(item), finish,"
              + " abort and StepContext.reenqueue are possible there");
    }
  }
}
