package io.paipa.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.types.Summary;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;

/** What Prometheus would see: the text of a registry, as a library parses it. */
record Scrape(List<MetricFamily> families) {
  static Scrape of(PrometheusMeterRegistry registry) {
    CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
    byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
    try {
      new TextPrometheusMetricsProcessor(new ByteArrayInputStream(text), walker).walk();
    } catch (RuntimeException e) {
      throw new IllegalStateException("not parsed: " + registry.scrape(), e);
    }
    List<MetricFamily> all = walker.getAllMetricFamilies();
    return new Scrape(all == null ? List.of() : all);
  }

  Set<String> names() {
    return families.stream().map(MetricFamily::getName).collect(Collectors.toSet());
  }

  /** All that have a name. */
  List<Metric> metrics(String name) {
    List<Metric> found = new ArrayList<>();
    for (MetricFamily family : families) {
      if (family.getName().equals(name)) {
        found.addAll(family.getMetrics());
      }
    }
    return found;
  }

  /** The values of labels. */
  Set<String> labels(String key) {
    return families.stream()
        .flatMap(family -> family.getMetrics().stream())
        .map(Metric::getLabels)
        .filter(labels -> labels.containsKey(key))
        .map(labels -> labels.get(key))
        .collect(Collectors.toSet());
  }

  /** The value of the one metric that has these labels, at least. */
  double value(String name, Map<String, String> labels) {
    List<Metric> found =
        metrics(name).stream()
            .filter(metric -> metric.getLabels().entrySet().containsAll(labels.entrySet()))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " metrics " + name + " " + labels + "; there are " + names());
    }
    return value(found.get(0));
  }

  private static double value(Metric metric) {
    if (metric instanceof Counter counter) {
      return counter.getValue();
    }
    if (metric instanceof Gauge gauge) {
      return gauge.getValue();
    }
    if (metric instanceof Summary summary) {
      return summary.getSampleCount();
    }
    throw new AssertionError("no value in a " + metric.getClass());
  }
}
