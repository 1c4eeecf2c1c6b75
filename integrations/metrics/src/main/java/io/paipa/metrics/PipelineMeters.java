package io.paipa.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.paipa.Report;
import io.paipa.SourceReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The meters of a pipeline in a registry. They read its report when they are asked. The registry
 * holds what they read weakly; so the pipeline has to hold it, until its end. Used by one thread.
 */
final class PipelineMeters {
  private final MeterRegistry registry;
  private final LatestReport latest;
  private final Tags tags;
  private final MadeMeters made;

  /**
   * No meter yet.
   *
   * @param name tells the pipeline from others in the registry
   * @param made gets the meters
   */
  PipelineMeters(MeterRegistry registry, LatestReport latest, String name, MadeMeters made) {
    this.made = made;
    this.registry = registry;
    this.latest = latest;
    this.tags = Tags.of("pipeline", name);
  }

  /** Makes all of them, or none if the registry throws. */
  void register() {
    boolean done = false;
    try {
      gauge(
          "paipa.pipeline.up",
          "1 while the pipeline runs and works, 0 else",
          tags,
          reports -> reports.pipeline().health().up() ? 1 : 0);
      gauge(
          "paipa.source.open",
          "Items of acknowledged sources that are not settled",
          tags,
          reports -> reports.get().sources().stream().mapToLong(SourceReport::open).sum());
      add(
          Gauge.builder("paipa.source.open.age", latest, reports -> oldestSeconds(reports.get()))
              .description("For how long the oldest item is open that a source waits for")
              .baseUnit("seconds")
              .tags(tags)
              .register(registry));
      counter(
          "paipa.source.restarts",
          "How often sources were made anew after a failure",
          tags,
          reports -> reports.get().sources().stream().mapToLong(SourceReport::restarts).sum());
      List<String> steps = latest.get().steps().stream().map(step -> step.stepName()).toList();
      for (int i = 0; i < steps.size(); i++) {
        new StepMeters(this, i, tags.and("step", steps.get(i))).register();
      }
      done = true;
    } finally {
      if (!done) {
        made.remove();
      }
    }
  }

  private static double oldestSeconds(Report report) {
    return report.sources().stream()
        .map(SourceReport::oldestOpen)
        .flatMap(Optional::stream)
        .max(Duration::compareTo)
        .map(Seconds::of)
        .orElse(0.0);
  }

  void gauge(String name, String description, Tags ofMeter, ToDoubleFunction<LatestReport> value) {
    add(
        Gauge.builder(name, latest, value)
            .description(description)
            .tags(ofMeter)
            .register(registry));
  }

  void counter(
      String name, String description, Tags ofMeter, ToDoubleFunction<LatestReport> value) {
    add(
        FunctionCounter.builder(name, latest, value)
            .description(description)
            .tags(ofMeter)
            .register(registry));
  }

  MeterRegistry registry() {
    return registry;
  }

  LatestReport latest() {
    return latest;
  }

  void add(Meter meter) {
    made.add(meter.getId());
  }
}
