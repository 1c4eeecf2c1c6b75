package io.paipa.flow;

import io.paipa.Pipeline;

/** Makes the threads that the results of a pipeline need. */
final class Threads {
  private Threads() {}

  /**
   * A thread that is not started. It keeps the JVM if the pipeline's own threads do. What a thread
   * factory makes keeps the JVM, or not: then this one does not.
   */
  static Thread make(Pipeline<?, ?> pipeline, String what, Runnable work) {
    Thread thread = new Thread(work, pipeline.name() + "-" + what);
    thread.setDaemon(
        pipeline
            .definition()
            .daemon()
            .orElseGet(() -> pipeline.definition().threadFactory().isPresent()));
    return thread;
  }
}
