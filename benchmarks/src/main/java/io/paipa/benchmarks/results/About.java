package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where and when results were taken, and what it cost.
 *
 * @param date of the first run
 * @param jdk its feature number
 * @param vm its full name
 * @param processor the model
 * @param cores how many the JVM sees
 * @param system the operating system
 * @param commit the version that was measured
 * @param rounds of the whole set, a fork each
 * @param seconds each class took, by its name
 */
record About(
    String date,
    int jdk,
    String vm,
    String processor,
    int cores,
    String system,
    String commit,
    int rounds,
    Map<String, Long> seconds) {
  /** In the folder of the results. */
  static final String FILE = "about.json";

  private static final double MINUTE = 60;

  static About read(Path folder) throws IOException {
    JsonNode node = Json.read(folder.resolve(FILE));
    Map<String, Long> seconds = new TreeMap<>();
    node.required("seconds")
        .properties()
        .forEach(e -> seconds.put(e.getKey(), e.getValue().longValue()));
    return new About(
        node.required("date").textValue(),
        node.required("jdk").intValue(),
        node.required("vm").textValue(),
        node.required("processor").textValue(),
        node.required("cores").intValue(),
        node.required("system").textValue(),
        node.path("commit").asText("unknown"),
        node.required("rounds").intValue(),
        seconds);
  }

  void write(Path folder) throws IOException {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("date", date).put("jdk", jdk).put("vm", vm).put("processor", processor);
    node.put("cores", cores).put("system", system).put("commit", commit).put("rounds", rounds);
    ObjectNode costs = node.putObject("seconds");
    seconds.forEach(costs::put);
    Json.write(folder.resolve(FILE), node);
  }

  /** With the cost of one more class. */
  About with(String benchmark, long cost) {
    Map<String, Long> costs = new TreeMap<>(seconds);
    costs.put(benchmark, cost);
    return new About(date, jdk, vm, processor, cores, system, commit, rounds, costs);
  }

  double minutes() {
    return seconds.values().stream().mapToLong(Long::longValue).sum() / MINUTE;
  }
}
