package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rounds of one benchmark class that were run already. They are written after each, since a
 * class may take an hour. So a run that is broken off loses one round at most.
 */
final class Rounds {
  private final Path file;
  private final ObjectNode content;

  private Rounds(Path file, ObjectNode content) {
    this.file = file;
    this.content = content;
  }

  /** Those that are in the file beside the results; none if there is no such file. */
  static Rounds beside(Path results) throws IOException {
    Path file = results.resolveSibling(results.getFileName() + ".rounds");
    if (Files.exists(file)) {
      return new Rounds(file, (ObjectNode) Json.read(file));
    }
    ObjectNode empty = Json.MAPPER.createObjectNode().put("seconds", 0L);
    empty.putArray("rounds");
    return new Rounds(file, empty);
  }

  int count() {
    return content.required("rounds").size();
  }

  /** What all of them took. */
  long seconds() {
    return content.required("seconds").longValue();
  }

  /** The results of each group, round by round. */
  List<JsonNode> results() {
    List<JsonNode> results = new ArrayList<>();
    content.required("rounds").forEach(round -> round.forEach(results::add));
    return results;
  }

  void add(List<JsonNode> results, long took) throws IOException {
    ArrayNode round = ((ArrayNode) content.required("rounds")).addArray();
    results.forEach(round::add);
    content.put("seconds", seconds() + took);
    Json.write(file, content);
  }

  /** To be called when the merged results are written. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
