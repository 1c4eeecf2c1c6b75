package io.paipa;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an item that failed in all its attempts. Immutable.
 *
 * <p>{@link Error}s, and what hooks other than {@link Step#process} throw, always fail the
 * pipeline.
 *
 * @param <I> type of the items
 */
public final class FailurePolicy<I> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final FailurePolicy<Object> FAIL = new FailurePolicy<>(Kind.FAIL, null);
  private static final FailurePolicy<Object> SKIP = new FailurePolicy<>(Kind.SKIP, null);

  /** The kinds of policies, each with a method that makes it. */
  public enum Kind {
    /** {@link FailurePolicy#failPipeline}. */
    FAIL,
    /** {@link FailurePolicy#skip}. */
    SKIP,
    /** {@link FailurePolicy#deadLetter}. */
    DEAD_LETTER
  }

  /** Which of the policies it is. */
  private final Kind kind;

  /** Takes the failed items; null where the policy has no use for one. */
  private final @Nullable CheckedConsumer<? super FailedItem<I>> consumer;

  private FailurePolicy(Kind kind, @Nullable CheckedConsumer<? super FailedItem<I>> consumer) {
    this.kind = kind;
    this.consumer = consumer;
  }

  /**
   * The item's exception fails the pipeline. This is the default.
   *
   * @return the policy
   */
  public static FailurePolicy<Object> failPipeline() {
    return FAIL;
  }

  /**
   * The item is dropped and counts as skipped.
   *
   * @return the policy
   */
  public static FailurePolicy<Object> skip() {
    return SKIP;
  }

  /**
   * The item is given to a consumer and counts as dead-lettered.
   *
   * <p>The consumer runs in the thread of the worker that made the last attempt, one call at a time
   * per step. If it throws, the pipeline fails.
   *
   * @param consumer takes the failed items, never null
   * @param <I> type of the items
   * @return the policy
   */
  public static <I> FailurePolicy<I> deadLetter(CheckedConsumer<? super FailedItem<I>> consumer) {
    return new FailurePolicy<>(
        Kind.DEAD_LETTER,
        Objects.requireNonNull(consumer, "consumer: null is not a dead-letter consumer"));
  }

  /**
   * What becomes of the item.
   *
   * @return the kind of policy
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Takes the item, if it is dead-lettered.
   *
   * @return the consumer; empty for the other kinds
   */
  public Optional<CheckedConsumer<? super FailedItem<I>>> deadLetterConsumer() {
    return Optional.ofNullable(consumer);
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
