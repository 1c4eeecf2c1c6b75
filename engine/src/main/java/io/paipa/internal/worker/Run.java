package io.paipa.internal.worker;

import io.paipa.Ending;
import io.paipa.Tracker;
import io.paipa.internal.delivery.Contexts;
import io.paipa.internal.hop.Admission;
import io.paipa.internal.platform.TimeSource;
import org.jspecify.annotations.Nullable;

/** What a worker knows of the run it is part of. Safe for all threads. */
public interface Run extends Admission {
  /**
   * The pipeline's name.
   *
   * @return the name
   */
  String pipelineName();

  /**
   * Whether the pipeline has failed or was aborted: nothing more is to be begun.
   *
   * @return true from then on
   */
  default boolean isEnded() {
    return endFlag().isRaised();
  }

  /**
   * The same, for those that ask before each item: they keep the flag.
   *
   * @return the flag that {@link #isEnded} reads
   */
  EndFlag endFlag();

  /**
   * Whether it is to come to its end soon.
   *
   * @return true after a drain, and when it has ended
   */
  boolean isDraining();

  /**
   * How the pipeline ends, as far as it is known.
   *
   * @return the ending; of a pipeline that has neither failed nor was aborted, whether its sources
   *     came to their end
   */
  Ending ending();

  /**
   * Whether the pipeline was aborted.
   *
   * @return true from then on, unless it failed
   */
  boolean isAborted();

  /**
   * The clock.
   *
   * @return the clock
   */
  TimeSource time();

  /**
   * Observes the attempts.
   *
   * @return the tracker, or null; it never throws
   */
  @Nullable Tracker tracker();

  /**
   * The contexts that items carry along.
   *
   * @return the contexts; throws no exceptions
   */
  Contexts contexts();

  /**
   * Fails the pipeline, or adds to its failure. Never waits: the item's {@code toString}, which the
   * message needs, is called afterwards, by another thread.
   *
   * @param what what happened, as the beginning of a sentence
   * @param stepName the step, or null
   * @param item the item, or null
   * @param attempt the attempt, or 0
   * @param cause what user code threw
   */
  void fail(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause);

  /**
   * Waits until every thread that is to be interrupted by the end was interrupted, and clears the
   * calling thread's flag; so that no late interrupt disturbs what comes then.
   */
  void awaitInterrupts();
}
