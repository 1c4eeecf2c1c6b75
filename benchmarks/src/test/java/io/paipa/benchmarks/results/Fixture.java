package io.paipa.benchmarks.results;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Real results of short runs, which JMH wrote: too short to mean anything. */
final class Fixture {
  static final String FOLDER = "2026-11-30-jdk17-amd-epyc";

  private Fixture() {}

  /** The folder of folders. */
  static Path root() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(Fixture.class.getResource("/jmh-results")).toURI());
  }

  static Results results() throws IOException, URISyntaxException {
    return Results.read(root().resolve(FOLDER));
  }

  /** A copy, to change. */
  static Path copy(Path to) throws IOException, URISyntaxException {
    Path folder = Files.createDirectories(to.resolve("jmh-results").resolve(FOLDER));
    List<Path> files = Json.files(root().resolve(FOLDER));
    for (Path file : files) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
    return to.resolve("jmh-results");
  }

  /** With other measurements. */
  static Results with(Results results, List<Measurement> measurements) {
    return new Results(results.about(), measurements);
  }
}
