package io.paipa.metrics;

import io.paipa.Pipeline;
import io.paipa.PipelineState;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which pipelines are shown in one place, such as a registry, and by which names: that of the
 * pipeline, with a number behind it if another one has it that has not ended. Keeps no pipeline
 * from being forgotten.
 *
 * <p><b>Who writes what.</b> All is under the monitor, what is shown included: a name is taken, and
 * what is shown is made, in one go; so it is taken away, and the name freed. So nothing is made of
 * a pipeline whose name another one has meanwhile, and nothing of that one is taken away. The place
 * is called under the monitor: it must not wait for another thread that shows a pipeline there.
 */
final class BoundPipelines {
  private static final System.Logger LOG = System.getLogger("io.paipa");

  private record Bound(WeakReference<Pipeline<?, ?>> pipeline, Runnable removal) {
    boolean isOver() {
      Pipeline<?, ?> known = pipeline.get();
      return known == null || (known.state() != PipelineState.NEW && !known.isAlive());
    }
  }

  private final Map<String, Bound> names = new HashMap<>();

  /**
   * Shows a pipeline, until its end.
   *
   * @param maker makes what is shown, by a name; or nothing, if it throws
   * @param removal takes it away; leads to no pipeline
   * @return false if it is shown already
   */
  synchronized boolean show(Pipeline<?, ?> pipeline, Consumer<String> maker, Runnable removal) {
    removeThoseThatAreOver();
    if (nameOf(pipeline) != null) {
      return false;
    }
    String name = pipeline.name();
    for (int i = 2; names.containsKey(name); i++) {
      name = pipeline.name() + "-" + i;
    }
    maker.accept(name);
    names.put(name, new Bound(new WeakReference<>(pipeline), removal));
    return true;
  }

  /** The pipeline has ended: it is shown no more. */
  synchronized void end(Pipeline<?, ?> pipeline) {
    String name = nameOf(pipeline);
    Bound bound = name == null ? null : names.remove(name);
    if (bound != null) {
      bound.removal().run();
    }
  }

  private @Nullable String nameOf(Pipeline<?, ?> pipeline) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().pipeline().get() == pipeline)
        .map(Map.Entry::getKey)
        .findAny()
        .orElse(null);
  }

  /** Those that have ended a moment ago, and those that were forgotten before they were started. */
  private void removeThoseThatAreOver() {
    for (Iterator<Bound> all = names.values().iterator(); all.hasNext(); ) {
      Bound bound = all.next();
      if (bound.isOver()) {
        all.remove();
        try {
          bound.removal().run();
        } catch (RuntimeException e) { // that of another pipeline does not keep this one away
          LOG.log(Level.WARNING, "what was shown of a pipeline could not be taken away", e);
        }
      }
    }
  }
}
