package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * @param rounds of the whole set, a fork each
 * @param classes what was measured, by the name of the class
 */
record About(
    String date,
    int jdk,
    String vm,
    String processor,
    int cores,
    String system,
    int rounds,
    Map<String, Run> classes) {
  /**
   * What one class took.
   *
   * @param seconds of all its rounds
   * @param commit the version that was measured
   */
  record Run(long seconds, String commit) {
    double minutes() {
      return seconds / MINUTE;
    }
  }

  /** In the folder of the results. */
  static final String FILE = "about.json";

  private static final double MINUTE = 60;

  static About read(Path folder) throws IOException {
    JsonNode node = Json.read(folder.resolve(FILE));
    Map<String, Run> classes = new TreeMap<>();
    node.required("classes")
        .properties()
        .forEach(
            e ->
                classes.put(
                    e.getKey(),
                    new Run(
                        e.getValue().required("seconds").longValue(),
                        e.getValue().required("commit").textValue())));
    return new About(
        node.required("date").textValue(),
        node.required("jdk").intValue(),
        node.required("vm").textValue(),
        node.required("processor").textValue(),
        node.required("cores").intValue(),
        node.required("system").textValue(),
        node.required("rounds").intValue(),
        classes);
  }

  void write(Path folder) throws IOException {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("date", date).put("jdk", jdk).put("vm", vm).put("processor", processor);
    node.put("cores", cores).put("system", system).put("rounds", rounds);
    ObjectNode runs = node.putObject("classes");
    classes.forEach(
        (name, run) ->
            runs.putObject(name).put("seconds", run.seconds()).put("commit", run.commit()));
    Json.write(folder.resolve(FILE), node);
  }

  /** With one more class. */
  About with(String benchmark, Run run) {
    Map<String, Run> runs = new TreeMap<>(classes);
    runs.put(benchmark, run);
    return new About(date, jdk, vm, processor, cores, system, rounds, runs);
  }

  double minutes() {
    return classes.values().stream().mapToDouble(Run::minutes).sum();
  }

  /** The version that most classes are of, and behind each other one its classes. */
  String commits() {
    Map<String, List<String>> byCommit = new TreeMap<>();
    classes.forEach(
        (name, run) -> byCommit.computeIfAbsent(run.commit(), c -> new ArrayList<>()).add(name));
    List<Map.Entry<String, List<String>>> most = new ArrayList<>(byCommit.entrySet());
    most.sort(Comparator.comparing(entry -> -entry.getValue().size()));
    StringBuilder words = new StringBuilder();
    for (Map.Entry<String, List<String>> each : most) {
      words.append(words.isEmpty() ? "commit " : ", and ").append(each.getKey());
      if (each != most.get(0)) {
        words.append(" for ").append(String.join(", ", each.getValue()));
      }
    }
    return words.toString();
  }
}
