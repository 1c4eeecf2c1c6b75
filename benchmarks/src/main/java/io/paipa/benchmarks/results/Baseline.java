package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the guard found on one JDK.
 *
 * @param jdk its feature number
 * @param processor the model
 * @param cores ratios are comparable only where there are as many
 * @param ratios throughput over that of the yardstick, by place
 * @param exact what has a limit, by place
 */
record Baseline(
    int jdk,
    String processor,
    int cores,
    Map<String, Double> ratios,
    Map<Exact, Map<String, Double>> exact) {
  /** The one of this JDK, or of the nearest in the file. */
  static Baseline read(Path file, int jdk) throws IOException {
    Baseline nearest = null;
    for (JsonNode node : Json.read(file)) {
      Baseline each = read(node);
      if (nearest == null || Math.abs(each.jdk - jdk) < Math.abs(nearest.jdk - jdk)) {
        nearest = each;
      }
    }
    if (nearest == null) {
      throw new IOException(file + " has no entry");
    }
    return nearest;
  }

  private static Baseline read(JsonNode node) {
    return new Baseline(
        node.required("jdk").intValue(),
        node.required("processor").textValue(),
        node.required("cores").intValue(),
        numbers(node.required("ratios")),
        exact(node));
  }

  private static Map<Exact, Map<String, Double>> exact(JsonNode node) {
    Map<Exact, Map<String, Double>> exact = new EnumMap<>(Exact.class);
    for (Exact what : Exact.values()) {
      exact.put(what, numbers(node.required(what.key())));
    }
    return exact;
  }

  /** All places of it. */
  Map<String, Double> exact(Exact what) {
    return exact.getOrDefault(what, Map.of());
  }

  private static Map<String, Double> numbers(JsonNode node) {
    Map<String, Double> numbers = new TreeMap<>();
    node.properties().forEach(e -> numbers.put(e.getKey(), e.getValue().doubleValue()));
    return numbers;
  }

  /** Writes this over what the file has of this JDK. */
  void write(Path file) throws IOException {
    ObjectNode all = Json.MAPPER.createObjectNode();
    if (Files.exists(file)) {
      all.setAll((ObjectNode) Json.read(file));
    }
    ObjectNode node = all.putObject("jdk" + jdk);
    node.put("jdk", jdk).put("processor", processor).put("cores", cores);
    put(node.putObject("ratios"), ratios);
    exact.forEach((what, places) -> put(node.putObject(what.key()), places));
    Json.write(file, all);
  }

  private static void put(ObjectNode node, Map<String, Double> numbers) {
    numbers.forEach((name, value) -> node.put(name, Math.round(value * 1_000) / 1_000.0));
  }

  /** Of the places that both have, this one's ratio is so much lower than that. */
  boolean isWorse(String place, double ratio, double tolerance) {
    Double recorded = ratios.get(place);
    return recorded != null && ratio < recorded * (1 - tolerance);
  }
}
