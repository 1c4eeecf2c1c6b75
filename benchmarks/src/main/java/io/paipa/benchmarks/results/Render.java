package io.paipa.benchmarks.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the committed results. */
@Command(
    name = "render",
    description =
        "Writes the few sentences on results in the README, and README and charts of the results'"
            + " folder, from the newest JSON of each JDK.")
final class Render implements Callable<Integer> {
  /** Where the README finds the folder. */
  static final String FOLDER = "jmh-results/";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description = "What the command published wrote. Default: ${DEFAULT-VALUE}.")
  private Path results = Path.of("jmh-results");

  @Option(
      names = "--readme",
      paramLabel = "FILE",
      description = "The README with the section. Default: ${DEFAULT-VALUE}.")
  private Path readme = Path.of("README.md");

  @Override
  public Integer call() throws IOException {
    Archive archive = new Archive(results);
    String text = Files.readString(readme);
    Files.writeString(
        readme, MarkedSection.replaced(text, new Summary(archive.newest(), FOLDER).brief()));
    Files.createDirectories(results);
    Files.writeString(results.resolve("README.md"), archive.readme());
    for (Results each : archive.newest()) {
      Charts.write(each, results);
    }
    Objects.requireNonNull(spec)
        .commandLine()
        .getOut()
        .println("Written: " + readme + ", " + results.resolve("README.md") + " and charts");
    return 0;
  }
}
