package io.paipa.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * The meters of a pipeline, to be taken out of their registry. Leads neither to the pipeline nor to
 * the registry. Used by one thread at a time, under the monitor of the {@link BoundPipelines}.
 */
final class MadeMeters {
  private final WeakReference<MeterRegistry> registry;
  private final List<Meter.Id> ids = new ArrayList<>();

  MadeMeters(MeterRegistry registry) {
    this.registry = new WeakReference<>(registry);
  }

  void add(Meter.Id id) {
    ids.add(id);
  }

  /** Removes all, though one may throw. */
  void remove() {
    MeterRegistry from = registry.get();
    RuntimeException failure = null;
    for (Meter.Id id : ids) {
      try {
        if (from != null) {
          from.remove(id);
        }
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    ids.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
