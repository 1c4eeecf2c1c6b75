package io.paipa.benchmarks.results;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** JSON files. */
final class Json {
  /** Reads and makes trees. */
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private Json() {}

  static JsonNode read(Path file) throws IOException {
    return MAPPER.readTree(Files.readString(file));
  }

  /** All or nothing: what stood in the file stays there until the new text is complete. */
  static void write(Path file, JsonNode node) throws IOException {
    String text =
        MAPPER
            .writer(new DefaultPrettyPrinter().withObjectIndenter(LINES))
            .writeValueAsString(node);
    Path whole = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(whole, text + "\n");
    Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The JSON files of a folder, by name. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
