package io.paipa;

import java.util.concurrent.Callable;

/**
 * What a step's instance may know and do beyond processing items.
 *
 * @param <I> type of the step's items
 */
public interface StepContext<I> {
  /**
   * The pipeline's name.
   *
   * @return the name
   */
  String pipelineName();

  /**
   * The step's name.
   *
   * @return the name
   */
  String stepName();

  /**
   * This worker's number.
   *
   * @return from 0 to {@link #workerCount} - 1
   */
  int workerIndex();

  /**
   * How many workers the step has.
   *
   * @return at least 1
   */
  int workerCount();

  /**
   * Which attempt at the current item this is. Meaningful inside {@link Step#process} only.
   *
   * @return 1 for the first attempt; 0 outside {@link Step#process}
   */
  int attempt();

  /**
   * An object that all workers of the step share, made by the first that asks. Safe to call from
   * any worker, one at a time per step. If it is {@link AutoCloseable}, it is closed after {@link
   * Step#onStepStop}, on every ending; shared objects are closed in reverse order of their making.
   *
   * @param key the type under which the object is kept
   * @param ifAbsent makes the object, called at most once per step unless it throws; never null
   * @param <T> type of the object
   * @return the shared object
   * @throws NullPointerException if {@code ifAbsent} gives null
   * @throws Exception what {@code ifAbsent} throws
   */
  <T> T shared(Class<T> key, Callable<? extends T> ifAbsent) throws Exception;

  /**
   * Puts an item back to this step, as a new entry of the ledger with attempt 1. Never blocks. In
   * an {@linkplain StepOptions#ordered() ordered} step it takes a new place. Where the attempt is
   * one that may be retried, skipped or dead-lettered, the item is put back when the attempt
   * returns normally.
   *
   * <p>So a step can make its own work, as a crawler does that follows links. The finish, as any
   * meta event, waits until all of that is done: the pipeline ends by itself when nothing is put
   * back any more. A drain waits for it, too; a step that {@linkplain #isDraining asks} may stop
   * before. There is no bound: what was put back waits in memory.
   *
   * @param item the item, never null
   * @throws IllegalStateException if called outside {@link Step#process}
   */
  void reenqueue(I item);

  /**
   * Whether the pipeline is to come to its end soon: it is being {@linkplain Pipeline#drain
   * drained}, or has failed or was aborted. A step that makes its own work may ask, before it puts
   * more of it back. Safe for any thread.
   *
   * @return true from then on
   */
  default boolean isDraining() {
    return false;
  }

  /**
   * Keeps the delivery of the current item open until that is {@linkplain Kept#release released}.
   * For a step that keeps items beyond {@link Step#process}, and emits what came of them later. For
   * the ledger, and for meta events, the item is done nevertheless when {@code process} returns.
   *
   * @return what keeps it; {@link Kept#none} if nobody waits to be told of the item
   * @throws IllegalStateException if called outside {@link Step#process}
   */
  Kept keep();
}
