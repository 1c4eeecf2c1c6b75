package io.paipa;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step that collects items.
 *
 * @param name its name
 * @param options its options
 * @param size how many items a list has
 * @param timeout when a list goes out at the latest, or null
 * @param byWeight how much a list weighs at most, or null
 * @param byKey whose items go into the same list, or null
 */
record ChunkSpec(
    String name,
    StepOptions options,
    int size,
    @Nullable Duration timeout,
    @Nullable Weighing byWeight,
    @Nullable Grouping byKey)
    implements StepSpec, StepDefinition.Chunking {
  ChunkSpec {
    Checks.name(name, "step");
    Checks.atLeastOne(size, "size", "items in a chunk");
    if (timeout != null) {
      Checks.positive(timeout, "timeout");
    }
    int workers = options.get(StepOption.WORKERS).orElse(1);
    if (byKey != null && workers > 1) {
      throw new IllegalArgumentException(
          "workers: "
              + workers
              + " are too many for groupedBy, for the items of a key have to come to the same"
              + " worker; leave workers out");
    }
  }

  static ChunkSpec ofSize(String name, int size) {
    return new ChunkSpec(name, StepOptions.options(), size, null, null, null);
  }

  @Override
  public StepSpec with(StepOptions others) {
    return new ChunkSpec(name, others, size, timeout, byWeight, byKey);
  }

  StepSpec within(Duration limit) {
    Checks.positive(limit, "timeout");
    return new ChunkSpec(name, options, size, limit, byWeight, byKey);
  }

  StepSpec with(Weighing weighing) {
    return new ChunkSpec(name, options, size, timeout, weighing, byKey);
  }

  StepSpec with(Grouping grouping) {
    return new ChunkSpec(name, options, size, timeout, byWeight, grouping);
  }

  /** The defaults may have more workers than its one. */
  @Override
  public boolean takesDefault(StepOption<?> option) {
    return StepSpec.super.takesDefault(option) && (byKey == null || option != StepOption.WORKERS);
  }

  @Override
  public Optional<Duration> within() {
    return Optional.ofNullable(timeout);
  }

  @Override
  public Optional<Weighing> weighing() {
    return Optional.ofNullable(byWeight);
  }

  @Override
  public Optional<Grouping> grouping() {
    return Optional.ofNullable(byKey);
  }

  @Override
  public String kindInWords() {
    return "a chunk step";
  }
}
