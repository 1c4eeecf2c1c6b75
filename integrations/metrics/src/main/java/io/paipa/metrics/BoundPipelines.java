package io.paipa.metrics;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pipelines are shown in one place, such as a registry, and by which names: that of the
 * pipeline, with a number behind it if another one has it that has not ended. Keeps no pipeline
 * from being forgotten. Safe for all threads: everything is under its monitor, in which the
 * pipelines' states are read and nothing else is called.
 */
final class BoundPipelines {
  /** Who has a name; and what takes away what is shown. */
  private record Bound(WeakReference<Pipeline<?, ?>> pipeline, Runnable removal) {
    boolean isOver() {
      Pipeline<?, ?> known = pipeline.get();
      return known == null || (known.state() != PipelineState.NEW && !known.isAlive());
    }
  }

  private final Map<String, Bound> names = new HashMap<>();

  /**
   * Takes a name for a pipeline.
   *
   * @param removal takes away what is shown of it; leads to no pipeline
   * @param over gets what takes away pipelines that are over and had such a name; to be called
   *     before this one is shown
   * @return the name; null if the pipeline has one
   */
  synchronized @Nullable String take(
      Pipeline<?, ?> pipeline, Runnable removal, List<Runnable> over) {
    if (names.values().stream().anyMatch(bound -> bound.pipeline().get() == pipeline)) {
      return null;
    }
    String name = pipeline.name();
    for (int i = 2; isTaken(name, over); i++) {
      name = pipeline.name() + "-" + i;
    }
    names.put(name, new Bound(new WeakReference<>(pipeline), removal));
    return name;
  }

  /** Whether a pipeline that goes on has the name; one that is over gives it up. */
  private boolean isTaken(String name, List<Runnable> over) {
    Bound bound = names.get(name);
    if (bound != null && bound.isOver()) {
      names.remove(name);
      over.add(bound.removal());
      return false;
    }
    return bound != null;
  }

  /** The pipeline is shown no more. */
  synchronized void free(String name, Pipeline<?, ?> pipeline) {
    names.computeIfPresent(name, (key, bound) -> bound.pipeline().get() == pipeline ? null : bound);
  }
}
