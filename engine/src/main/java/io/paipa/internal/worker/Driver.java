package io.paipa.internal.worker;

import io.paipa.internal.step.TimedStep;
import org.jspecify.annotations.Nullable;

/**
 * What a worker does with the items that it pulls. Called in the worker's thread alone. A step
 * without hooks has nothing to do in most of these.
 */
interface Driver {
  /** Before the first item. */
  default void start() throws Exception {}

  /** Pulls and processes until there are no more items, or the pipeline has ended. */
  void drive(Supply supply) throws Exception;

  /**
   * Between two items, and while there is none: sees to something that has become {@linkplain
   * #isDue due} in other threads. By default nothing has.
   */
  default void attend() {}

  /** Whether {@link #attend} would do something; asked before the worker parks. */
  default boolean isDue() {
    return false;
  }

  /** The input ran empty. */
  default void inputEmpty() {}

  /** Whether user code is to be told of that: it may keep items until then. */
  default boolean wantsInputEmpty() {
    return false;
  }

  /** Everything before a fence is done: partial results are to go out. */
  default void flush() {}

  /** Everything that was claimed is worked on: outputs that wait to be published in a batch go. */
  void flushOutputs();

  /** Passes a meta event; gives what is to be passed on. */
  default @Nullable Object meta(Object meta) {
    return meta;
  }

  /** How long until {@link #deadline} is to be called. */
  default long remainingNanos() {
    return TimedStep.NEVER;
  }

  /** It is time. */
  default void deadline() {}

  /** After the last item, however it ended. */
  default void stop() throws Exception {}

  /** After the stop of all workers of the step. */
  default void stepStop() throws Exception {}
}
