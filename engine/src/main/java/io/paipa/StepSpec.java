package io.paipa;

import io.paipa.run.Definition;
import io.paipa.step.ChunkStep;
import io.paipa.worker.StepSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step as the user described it.
 *
 * @param name its name
 * @param options its options, not yet resolved
 * @param kind what kind of step it is
 * @param factory makes its instances, or null if it has none
 * @param iterate the iterator step, or null
 * @param chunkSize how many items a chunk has, or 0
 * @param chunkTimeout when a chunk goes out at the latest, or null
 */
record StepSpec(
    String name,
    StepOptions<?> options,
    Kind kind,
    @Nullable StepFactory<?> factory,
    @Nullable IteratorStep<?, ?> iterate,
    int chunkSize,
    @Nullable Duration chunkTimeout)
    implements Serializable {
  enum Kind {
    FUNCTION,
    SINK,
    STEP,
    ITERATE,
    CHUNK
  }

  StepSpec {
    Checks.name(name, "step");
    Objects.requireNonNull(options, () -> "step '" + name + "': its options are null");
  }

  static StepSpec of(String name, StepOptions<?> options, StepFactory<?> factory, Kind kind) {
    return new StepSpec(name, options, kind, factory, null, 0, null);
  }

  static StepSpec iterating(String name, StepOptions<?> options, IteratorStep<?, ?> iterate) {
    return new StepSpec(name, options, Kind.ITERATE, null, iterate, 0, null);
  }

  static StepSpec chunking(
      String name, StepOptions<?> options, int size, @Nullable Duration timeout) {
    Checks.atLeastOne(size, "size", "items in a chunk");
    return new StepSpec(name, options, Kind.CHUNK, null, null, size, timeout);
  }

  /** Refuses options that the kind of step can't honour. */
  void check(String pipelineName, StepOptions<?> resolved) {
    boolean failing = failsPipeline(resolved.policy());
    boolean retries = resolved.maxRetries() > 0;
    boolean isOrdered = resolved.isOrdered();
    boolean several = Objects.requireNonNullElse(resolved.workers(), 1) > 1;
    boolean pulls = kind == Kind.ITERATE;
    if (!pulls && kind != Kind.CHUNK) {
      return;
    }
    boolean limited = resolved.itemTimeout() != null;
    if (retries || !failing || limited || (isOrdered && (pulls || several))) {
      throw new IllegalStateException(
          "pipeline '"
              + pipelineName
              + "', step '"
              + name
              + "': "
              + (pulls ? "an iterator step" : "a chunk step")
              + " can't have retries, a failure policy or an item timeout, nor be ordered"
              + (pulls ? "" : " with several workers")
              + "; give such options to the other steps alone");
    }
  }

  Definition.StepPlan plan(StepSettings settings) {
    long nanos = chunkTimeout == null ? Long.MAX_VALUE : Checks.nanos(chunkTimeout);
    StepFactory<?> given = factory;
    Definition.@Nullable Maker maker =
        switch (kind) {
          case CHUNK -> time -> new ChunkStep<>(chunkSize, nanos, time);
          case ITERATE -> null;
          default -> given == null ? null : time -> given.create();
        };
    return new Definition.StepPlan(
        settings,
        maker,
        iterate,
        kind == Kind.FUNCTION || kind == Kind.SINK,
        kind == Kind.SINK,
        kind == Kind.STEP);
  }

  private static boolean failsPipeline(@Nullable FailurePolicy<?> policy) {
    return policy == null || policy.kind == FailurePolicy.Kind.FAIL;
  }
}
