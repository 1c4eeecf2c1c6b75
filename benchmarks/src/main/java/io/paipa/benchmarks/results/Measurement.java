package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark with one choice of parameters, as JMH's JSON has it.
 *
 * @param benchmark class and method, without the package
 * @param params by name
 * @param score what the benchmark is about
 * @param secondary what the profilers added, by name
 */
record Measurement(
    String benchmark, Map<String, String> params, Metric score, Map<String, Metric> secondary) {
  /** Processor time per item. */
  static final String CPU = "cpu.time.norm";

  static Measurement read(JsonNode node) {
    String[] name = node.required("benchmark").textValue().split("\\.", -1);
    Map<String, String> params = new TreeMap<>();
    node.path("params").properties().forEach(e -> params.put(e.getKey(), e.getValue().asText()));
    Map<String, Metric> secondary = new TreeMap<>();
    node.path("secondaryMetrics")
        .properties()
        .forEach(e -> secondary.put(e.getKey(), metric(e.getValue())));
    return new Measurement(
        name[name.length - 2] + "." + name[name.length - 1],
        params,
        metric(node.required("primaryMetric")),
        secondary);
  }

  private static Metric metric(JsonNode node) {
    List<Double> rounds = new ArrayList<>();
    for (JsonNode fork : node.required("rawData")) {
      double sum = 0;
      for (JsonNode iteration : fork) {
        sum += iteration.asDouble();
      }
      rounds.add(sum / fork.size());
    }
    return new Metric(node.required("scoreUnit").textValue(), rounds);
  }

  String param(String name) {
    return params.getOrDefault(name, "");
  }

  @Nullable Metric secondary(String name) {
    return secondary.get(name);
  }
}
