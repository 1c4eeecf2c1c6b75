package io.paipa;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's failure: says which step failed, with which item, at which attempt. The user's
 * exception is the {@linkplain #getCause() cause}; failures that came later are {@linkplain
 * #getSuppressed() suppressed}.
 *
 * <p>The message has the words of the item and of the cause, at most 200 characters of each. They
 * are asked for by {@code toString}, once, after the pipeline was ended, in a thread that nobody
 * waits for longer than a second. What does not answer in that time, or throws, is named by class
 * and identity. What a {@code toString} does to the heap can't be bounded. It is not called where
 * the item is a value of the JDK's, such as a string, a number or a time. Nor is it where the item
 * is a collection, a map, an entry or an {@code Optional} of the JDK's, or a record, of such. A
 * record is asked if it has a {@code toString} of its own, or if its package is in a module that is
 * not open to the engine's.
 */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What it says of itself, if that was not known when it was made. */
  private final transient @Nullable Supplier<String> description;

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
    this.description = null;
    this.pipelineName = pipelineName;
    this.stepName = stepName;
    this.item = item;
    this.attempt = attempt;
  }

  /**
   * Made by the engine, before it is known how the failure is described.
   *
   * @param description gives the message; may wait for it, for a limited time
   * @param pipelineName the pipeline
   * @param stepName the step, or null if the failure was in none
   * @param item the item, or null if there was none
   * @param attempt the attempt, from 1, or 0 if there was no item
   * @param cause the user's exception, or null
   */
  public PipelineException(
      Supplier<String> description,
      String pipelineName,
      @Nullable String stepName,
      @Nullable Object item,
      int attempt,
      @Nullable Throwable cause) {
    super(null, cause);
    this.description = description;
    this.pipelineName = pipelineName;
    this.stepName = stepName;
    this.item = item;
    this.attempt = attempt;
  }

  /**
   * What happened, where, and what to do.
   *
   * @return the message; may wait up to a second for the words of the item
   */
  @Override
  public @Nullable String getMessage() {
    return description == null ? super.getMessage() : description.get();
  }

  /**
   * Its words travel, not what gives them.
   *
   * @return an exception that says the same
   */
  private Object writeReplace() {
    if (description == null) {
      return this;
    }
    PipelineException copy =
        new PipelineException(description.get(), pipelineName, stepName, null, attempt, getCause());
    copy.setStackTrace(getStackTrace());
    for (Throwable later : getSuppressed()) {
      copy.addSuppressed(later);
    }
    return copy;
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
