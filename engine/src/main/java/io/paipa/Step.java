package io.paipa;

import org.jspecify.annotations.Nullable;

/**
 * A stage of user code: takes an item, emits any number of outputs.
 *
 * <p>Each worker has a step instance of its own, made by a {@link StepFactory}. {@link #process},
 * {@link #onWorkerStart}, {@link #onInputEmpty}, {@link #onFlush} and {@link #onWorkerStop} of an
 * instance are called by its worker's thread alone, so an instance needs no synchronisation. An
 * exception from {@link #process} is handled as the step's options say; an exception from any other
 * hook always fails the pipeline.
 *
 * <p>The order of calls: {@link #onStepStart} once per step, then {@link #onWorkerStart} of each
 * worker, then items, then {@link #onFlush} of each worker, then {@link #onWorkerStop} of each
 * worker, then {@link #onStepStop} once per step. Each hook's effects are visible to the later
 * ones.
 *
 * @param <I> type of the items
 * @param <O> type of the outputs
 */
@FunctionalInterface
public interface Step<I, O> {
  /**
   * Processes an item.
   *
   * @param item the item, never null
   * @param out takes the outputs
   * @throws Exception if the item can't be processed; {@link Skip#item()} to drop the item
   */
  void process(I item, Emitter<O> out) throws Exception;

  /**
   * Called once per step on the first worker's instance, in the starting thread, before any worker
   * of the pipeline runs.
   *
   * @param context what the step may know of its surroundings; {@link StepContext#workerIndex} is 0
   * @throws Exception to fail the pipeline
   */
  default void onStepStart(StepContext<I> context) throws Exception {}

  /**
   * Called once per worker, in its thread, before its first item.
   *
   * @param context what the worker may know of its surroundings; usable for the worker's life
   * @throws Exception to fail the pipeline; {@link #onWorkerStop} of this worker is not called then
   */
  default void onWorkerStart(StepContext<I> context) throws Exception {}

  /**
   * Called by each worker that found nothing to take, before it waits. Then the input is empty, or
   * what is next has to wait for a meta event, for the end, or for items that are retried. Called
   * once for each time that happens; also before the first item, if there is none yet.
   *
   * @param out takes outputs
   * @throws Exception to fail the pipeline
   */
  default void onInputEmpty(Emitter<O> out) throws Exception {}

  /**
   * Called in every worker's thread before a meta event or the end passes the step: everything
   * before it is done. Partial results go out here.
   *
   * @param out takes outputs
   * @throws Exception to fail the pipeline
   */
  default void onFlush(Emitter<O> out) throws Exception {}

  /**
   * Called once per step for a meta event, by one of the workers, after every worker has flushed
   * and before any later item has begun.
   *
   * @param meta the meta event, never null
   * @param out takes outputs; they go out before the meta event does
   * @return the meta event to pass on; null swallows it. By default the argument
   * @throws Exception to fail the pipeline
   */
  default @Nullable Object onMeta(Object meta, Emitter<O> out) throws Exception {
    return meta;
  }

  /**
   * Called exactly once for each worker that started, in its thread, however the pipeline ends. It
   * can't emit: {@link #onFlush} did.
   *
   * @param ending how the pipeline ends, as far as this worker can know
   * @throws Exception to fail the pipeline
   */
  default void onWorkerStop(Ending ending) throws Exception {}

  /**
   * Called once per step, on the instance of the worker that ends last, in its thread, after {@link
   * #onWorkerStop} of all workers. That is often not the instance that got {@link #onStepStart}:
   * what both need belongs into {@link StepContext#shared}. If threads could not be started, it may
   * be the starting thread that calls it. Not called where {@link #onStepStart} failed or was not
   * reached.
   *
   * @param context as given to {@link #onWorkerStart}
   * @throws Exception to fail the pipeline
   */
  default void onStepStop(StepContext<I> context) throws Exception {}
}
