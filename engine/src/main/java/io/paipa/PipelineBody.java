package io.paipa;

/**
 * What is done while a pipeline runs, for {@link Pipeline#during}.
 *
 * @param <P> type of the pipeline
 * @param <X> type of what it may throw
 */
@FunctionalInterface
public interface PipelineBody<P, X extends Exception> {
  /**
   * Works with a running pipeline, in the thread that called {@code during}.
   *
   * @param pipeline the pipeline, started
   * @throws X whatever; it aborts the pipeline
   * @throws InterruptedException if interrupted; it aborts the pipeline
   */
  void run(P pipeline) throws X, InterruptedException;
}
