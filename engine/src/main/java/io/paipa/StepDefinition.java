package io.paipa;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A step as pure data. Immutable. Implemented by the library alone, which will add kinds: code that
 * asks for the kind needs an {@code else}.
 */
public interface StepDefinition extends Serializable {
  /**
   * The step's name.
   *
   * @return the name
   */
  String name();

  /**
   * The step's options, with those of the pipeline's {@linkplain PipelineDefinition#defaults
   * defaults} that it does not set itself, and can have.
   *
   * @return the options
   */
  StepOptions options();

  /** A step that takes one item at a time. */
  interface OfItems extends StepDefinition {
    /**
     * What it does with an item.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * The user's function: a {@link CheckedFunction}, or what the kind says.
     *
     * @return the function
     */
    Object function();

    /** What is done with an item. Kinds will be added. */
    enum Kind {
      /** {@link Builder#map}, by a {@link CheckedFunction}. */
      MAP,
      /** {@link Builder#filter}, by a {@link CheckedPredicate}. */
      FILTER,
      /** {@link Builder#flatMap}, by a {@link CheckedFunction} that gives streams. */
      FLAT_MAP,
      /** {@link Builder#flatMapIterable}, by a {@link CheckedFunction} that gives iterables. */
      FLAT_MAP_ITERABLE,
      /** {@link Builder#mapMulti(String, MultiFunction)}, by a {@link MultiFunction}. */
      MAP_MULTI,
      /** {@link Builder#peek}, by a {@link CheckedConsumer}. */
      PEEK,
      /** {@link Builder#sink}, by a {@link CheckedConsumer}. */
      SINK,
      /** {@link Builder#step}, by a {@link StepFactory}. */
      STEP
    }
  }

  /** A step whose function gives a {@link java.util.concurrent.CompletionStage} for each item. */
  interface Async extends StepDefinition {
    /**
     * How many stages may be open at a time.
     *
     * @return the number, at least 1
     */
    int inFlight();

    /**
     * The user's function, which gives stages.
     *
     * @return the function
     */
    CheckedFunction<?, ?> function();

    /**
     * Whether the stages' results are dropped.
     *
     * @return true of {@link Builder#sinkAsync}
     */
    boolean isSink();
  }

  /** A step that maps an iterator over its items to an iterator over its outputs. */
  interface Iterating extends StepDefinition {
    /**
     * The user's function. That of {@link Builder#iterateStream} is wrapped.
     *
     * @return the function
     */
    IteratorStep<?, ?> function();
  }

  /** A step that collects items into lists. */
  interface Chunking extends StepDefinition {
    /**
     * How many items a list has at most.
     *
     * @return the size
     */
    int size();

    /**
     * When a list goes out at the latest, after its first item came.
     *
     * @return the time; empty if there is no limit
     */
    Optional<Duration> within();

    /**
     * How much a list weighs at most.
     *
     * @return the limit; empty if there is none
     */
    Optional<Weighing> weighing();

    /**
     * Whether all items of a list have equal keys.
     *
     * @return the keys; empty if items are not asked for theirs
     */
    Optional<Grouping> grouping();
  }

  /**
   * The limit of a list's weight, as {@link ChunkBuilder#weighing} says.
   *
   * @param weigher gives the weight of an item
   * @param limit how much a list weighs at most, at least 1
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // a record may have it: its fields have no comments
  record Weighing(Weigher<?> weigher, long limit) implements Serializable {
    /**
     * Checks the values.
     *
     * @param weigher gives the weight of an item
     * @param limit how much a list weighs at most, at least 1
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public Weighing {
      Objects.requireNonNull(weigher, "weigher: null is not a function");
      if (limit < 1) {
        throw new IllegalArgumentException("limit: " + limit + " is no weight; at least 1");
      }
    }
  }

  /**
   * The keys of lists, as {@link ChunkBuilder#groupedBy} says.
   *
   * @param key gives the key of an item
   * @param openAtMost how many lists may be open, at least 1
   * @serial exclude
   */
  @SuppressWarnings("InvalidBlockTag") // a record may have it: its fields have no comments
  record Grouping(KeyFunction<?> key, int openAtMost) implements Serializable {
    /**
     * Checks the values.
     *
     * @param key gives the key of an item
     * @param openAtMost how many lists may be open, at least 1
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Grouping {
      Objects.requireNonNull(key, "key: null is not a function");
      Checks.atLeastOne(openAtMost, "openAtMost", "open lists");
    }
  }
}
