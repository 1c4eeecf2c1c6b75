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
 */
record ChunkSpec(String name, StepOptions options, int size, @Nullable Duration timeout)
    implements StepSpec, StepDefinition.Chunking {
  ChunkSpec {
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
