package io.paipa;

import java.io.Serializable;

/**
 * Makes the step instances of a pipeline: one for each worker.
 *
 * <p>Called when the pipeline starts, once for each worker, in worker order, in the starting
 * thread, before any worker runs. A factory that hands out the same instance twice is an error,
 * since step instances are confined to their worker; only a lambda without state may be handed out
 * again.
 *
 * @param <S> type of the step
 */
@FunctionalInterface
public interface StepFactory<S extends Step<?, ?>> extends Serializable {
  /**
   * Makes a step instance.
   *
   * @return a new instance, never null
   * @throws Exception if it can't be made; fails the pipeline
   */
  S create() throws Exception;
}
