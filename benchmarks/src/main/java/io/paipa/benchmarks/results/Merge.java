package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Makes one JMH result of several rounds, each of which was a run of one fork. Each round's raw
 * data stand where JMH puts a fork's, and what JMH derives from them is derived anew.
 */
final class Merge {
  private static final double CONFIDENCE = 0.999;

  private Merge() {}

  static ArrayNode rounds(List<JsonNode> rounds) {
    Map<String, ObjectNode> merged = new LinkedHashMap<>();
    for (JsonNode round : rounds) {
      for (JsonNode result : round) {
        String key = result.required("benchmark") + " " + result.path("params");
        ObjectNode known = merged.get(key);
        if (known == null) {
          // Where the JVM lies on this machine is nobody's business.
          ObjectNode copy = result.deepCopy();
          merged.put(key, copy.put("jvm", "java"));
        } else {
          add(known, result);
        }
      }
    }
    ArrayNode all = Json.MAPPER.createArrayNode();
    merged.values().forEach(all::add);
    return all;
  }

  private static void add(ObjectNode known, JsonNode result) {
    known.put("forks", known.required("forks").intValue() + result.required("forks").intValue());
    addMetric(known.required("primaryMetric"), result.required("primaryMetric"));
    result
        .path("secondaryMetrics")
        .properties()
        .forEach(
            e -> {
              ObjectNode secondary = (ObjectNode) known.required("secondaryMetrics");
              if (secondary.has(e.getKey())) {
                addMetric(secondary.required(e.getKey()), e.getValue());
              } else {
                secondary.set(e.getKey(), e.getValue());
              }
            });
  }

  private static void addMetric(JsonNode known, JsonNode metric) {
    ObjectNode merged = (ObjectNode) known;
    ArrayNode raw = (ArrayNode) merged.required("rawData");
    metric.required("rawData").forEach(raw::add);
    ListStatistics statistics = new ListStatistics();
    raw.forEach(fork -> fork.forEach(iteration -> statistics.addValue(iteration.asDouble())));
    merged.put("score", statistics.getMean());
    merged.put("scoreError", statistics.getMeanErrorAt(CONFIDENCE));
    ArrayNode interval = merged.putArray("scoreConfidence");
    for (double bound : statistics.getConfidenceIntervalAt(CONFIDENCE)) {
      interval.add(bound);
    }
    ObjectNode percentiles = (ObjectNode) merged.required("scorePercentiles");
    percentiles
        .fieldNames()
        .forEachRemaining(
            name -> percentiles.put(name, statistics.getPercentile(Double.parseDouble(name))));
  }
}
