package io.paipa.internal.worker;

import org.jspecify.annotations.Nullable;

/** What a worker does with the items that it pulls. Called in the worker's thread alone. */
interface Driver {
  /** Before the first item. */
  void start() throws Exception;

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
  void inputEmpty();

  /** Everything before a fence is done: partial results are to go out. */
  void flush();

  /** Everything that was claimed is worked on: outputs that wait to be published in a batch go. */
  void flushOutputs();

  /** Passes a meta event; gives what is to be passed on. */
  @Nullable Object meta(Object meta);

  /** How long until {@link #deadline} is to be called. */
  long remainingNanos();

  /** It is time. */
  void deadline();

  /** After the last item, however it ended. */
  void stop() throws Exception;

  /** After the stop of all workers of the step. */
  void stepStop() throws Exception;
}
