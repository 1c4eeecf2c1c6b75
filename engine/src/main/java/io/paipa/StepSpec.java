package io.paipa;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step as the user described it. Its options are its own, or with the defaults. */
sealed interface StepSpec extends StepDefinition {
  /** The same, with other options. */
  StepSpec with(StepOptions options);

  /** What kind of step it is, in words. */
  String kindInWords();

  /** Whether it may be followed by others. */
  default boolean hasOutputs() {
    return true;
  }

  /**
   * A step that takes one item at a time.
   *
   * @param name its name
   * @param options its options
   * @param kind what it does
   * @param function the user's function, as the kind says
   */
  record ItemSpec(String name, StepOptions options, Kind kind, Object function)
      implements StepSpec, StepDefinition.OfItems {
    public ItemSpec {
      Checks.name(name, "step");
    }

    @Override
    public StepSpec with(StepOptions others) {
      return new ItemSpec(name, others, kind, function);
    }

    @Override
    public String kindInWords() {
      return "a step that takes one item at a time";
    }

    @Override
    public boolean hasOutputs() {
      return kind != Kind.SINK;
    }
  }

  /**
   * An iterator step.
   *
   * @param name its name
   * @param options its options
   * @param function the user's function
   */
  record IteratorSpec(String name, StepOptions options, IteratorStep<?, ?> function)
      implements StepSpec, StepDefinition.Iterating {
    public IteratorSpec {
      Checks.name(name, "step");
    }

    @Override
    public StepSpec with(StepOptions others) {
      return new IteratorSpec(name, others, function);
    }

    @Override
    public String kindInWords() {
      return "an iterator step";
    }
  }

  /**
   * A step that collects items.
   *
   * @param name its name
   * @param options its options
   * @param size how many items a list has
   * @param timeout when a list goes out at the latest, or null
   */
  record ChunkSpec(String name, StepOptions options, int size, @Nullable Duration timeout)
      implements StepSpec, StepDefinition.Chunking {
    public ChunkSpec {
      Checks.name(name, "step");
      Checks.atLeastOne(size, "size", "items in a chunk");
      if (timeout != null) {
        Checks.positive(timeout, "timeout");
      }
    }

    @Override
    public StepSpec with(StepOptions others) {
      return new ChunkSpec(name, others, size, timeout);
    }

    StepSpec within(Duration limit) {
      return new ChunkSpec(name, options, size, Checks.positive(limit, "timeout"));
    }

    @Override
    public Optional<Duration> within() {
      return Optional.ofNullable(timeout);
    }

    @Override
    public String kindInWords() {
      return "a chunk step";
    }
  }
}
