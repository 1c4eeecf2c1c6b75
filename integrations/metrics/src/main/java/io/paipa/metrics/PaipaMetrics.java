package io.paipa.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.paipa.Pipeline;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;

/**
 * What a pipeline does, as meters of Micrometer. Immutable and safe for all threads.
 *
 * <pre>{@code
 * PaipaMetrics.of(pipeline).bindTo(registry);
 * }</pre>
 *
 * <p>The meters read the pipeline's report when they are asked, at most five times a second. They
 * cost the pipeline nothing. All have the tag {@code pipeline}; those of a step have {@code step},
 * too. No tag ever holds an item or a key. The README of this module lists them.
 *
 * <p>Of pipelines of one name that go on at the same time in a registry, the second has {@code -2}
 * behind its name, and so on. The meters go when the pipeline has ended, or when another one of its
 * name comes. A failure of the pipeline is logged by it as without meters.
 */
public final class PaipaMetrics implements MeterBinder {
  /**
   * Under its own monitor; a registry that nobody holds, and no pipeline shows in, is forgotten.
   */
  private static final Map<MeterRegistry, BoundPipelines> BOUND = new WeakHashMap<>();

  private final Pipeline<?, ?> pipeline;

  private PaipaMetrics(Pipeline<?, ?> pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * The meters of a pipeline, which are made by {@link #bindTo}.
   *
   * @param pipeline started or not, never null
   * @return what makes them
   */
  public static PaipaMetrics of(Pipeline<?, ?> pipeline) {
    return new PaipaMetrics(
        Objects.requireNonNull(pipeline, "pipeline: null has nothing to be measured"));
  }

  /**
   * Makes the meters in a registry. Does nothing if the pipeline has them there already. Of one
   * that has ended, none are left.
   *
   * @param registry any registry, never null; if it throws, so does this, and no meter is left
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    Objects.requireNonNull(registry, "registry: null takes no meters");
    BoundPipelines bound = of(registry);
    MadeMeters made = new MadeMeters(registry);
    LatestReport latest = new LatestReport(pipeline);
    boolean shown =
        bound.show(
            pipeline,
            name -> new PipelineMeters(registry, latest, name, made).register(),
            made::remove);
    if (shown) {
      pipeline.whenEnded(report -> end(bound, latest));
    }
  }

  /** The pipeline holds what its meters read: a registry holds that weakly. */
  private void end(BoundPipelines bound, LatestReport latest) {
    latest.end();
    bound.end(pipeline);
  }

  private static BoundPipelines of(MeterRegistry registry) {
    synchronized (BOUND) {
      return BOUND.computeIfAbsent(registry, any -> new BoundPipelines());
    }
  }
}
