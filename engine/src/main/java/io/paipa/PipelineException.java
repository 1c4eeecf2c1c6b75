package io.paipa;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's failure: says which step failed, with which item, at which attempt. The user's
 * exception is the {@linkplain #getCause() cause}; failures that came later are {@linkplain
 * #getSuppressed() suppressed}.
 */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The pipeline. */
  private final String pipelineName;

  /** The step, or null. */
  private final @Nullable String stepName;

  private final transient @Nullable Object item;

  /** The attempt, or 0. */
  private final int attempt;

  /**
   * Made by the engine.
   *
   * @param message what happened, where, and what to do
   * @param pipelineName the pipeline
   * @param stepName the step, or null if the failure was in none
   * @param item the item, or null if there was none
   * @param attempt the attempt, from 1, or 0 if there was no item
   * @param cause the user's exception, or null
   */
  public PipelineException(
      String message,
      String pipelineName,
      @Nullable String stepName,
      @Nullable Object item,
      int attempt,
      @Nullable Throwable cause) {
    super(message, cause);
    this.pipelineName = pipelineName;
    this.stepName = stepName;
    this.item = item;
    this.attempt = attempt;
  }

  /**
   * The pipeline that failed.
   *
   * @return its name
   */
  public String pipelineName() {
    return pipelineName;
  }

  /**
   * The step that failed.
   *
   * @return its name; empty if a source failed, or the start did before any step
   */
  public Optional<String> stepName() {
    return Optional.ofNullable(stepName);
  }

  /**
   * The item with which the step failed. Not serialised with this exception.
   *
   * @return the item; empty if a hook failed
   */
  public Optional<Object> item() {
    return Optional.ofNullable(item);
  }

  /**
   * The attempt that failed.
   *
   * @return from 1; 0 if there was no item
   */
  public int attempt() {
    return attempt;
  }
}
