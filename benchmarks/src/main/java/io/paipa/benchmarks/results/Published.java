package io.paipa.benchmarks.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the published set. */
@Command(
    name = "published",
    description = {
      "Measures the set that is published, on this JDK: one JSON for each benchmark class.",
      "Each round is kept, and a class whose JSON is there is not run again: a run that was",
      "broken off goes on where it was."
    })
final class Published implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Gets a folder for this day, JDK and processor. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("jmh-results");

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = {
        "Forks of each benchmark, one in each round. Default: ${DEFAULT-VALUE}.",
        "Benchmarks whose forks hardly differ have three at most."
      })
  private int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = {
        "Length of a measured iteration; all else in proportion. Default: ${DEFAULT-VALUE}.",
        "Less than that is for trying the command, not for results."
      })
  private double seconds = 0.5;

  @Option(
      names = "--only",
      paramLabel = "CLASS",
      split = ",",
      description = "Only these classes of the set, such as Latency,Idle.")
  private Set<String> only = Set.of();

  @Override
  public Integer call() throws IOException, FailedRunException {
    Map<String, List<Group>> set = new PublishedSet(Machine.jdk(), seconds).byClass();
    check(set.keySet());
    if (!only.isEmpty()) {
      set.keySet().retainAll(only);
    }
    Path folder = folder(set.keySet());
    Files.createDirectories(folder);
    PrintWriter console = Objects.requireNonNull(spec).commandLine().getOut();
    console.println("Results go to " + folder);
    try (Jmh jmh = new Jmh()) {
      for (Map.Entry<String, List<Group>> entry : set.entrySet()) {
        Path file = file(folder, entry.getKey());
        if (Files.exists(file)) {
          console.println(entry.getKey() + ": is there");
        } else {
          measure(jmh, entry.getValue(), file, console);
        }
        console.flush();
      }
    }
    return 0;
  }

  private void check(Set<String> classes) {
    String wrong = null;
    if (rounds < 1) {
      wrong = "--rounds " + rounds + ": at least 1 is needed";
    } else if (!(seconds > 0)) {
      wrong = "--seconds " + seconds + ": more than 0 are needed";
    } else if (!classes.containsAll(only)) {
      wrong = "--only " + String.join(",", only) + ": the set has " + String.join(",", classes);
    }
    if (wrong != null) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), wrong);
    }
  }

  private void measure(Jmh jmh, List<Group> groups, Path file, PrintWriter console)
      throws IOException, FailedRunException {
    String name = groups.get(0).file();
    Rounds done = Rounds.beside(file);
    int count = PublishedSet.rounds(name, rounds);
    for (int round = done.count(); round < count; round++) {
      console.println(name + ": round " + (round + 1) + " of " + count);
      console.flush();
      warn(console);
      long start = System.nanoTime();
      List<JsonNode> results = jmh.round(groups, round);
      done.add(results, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }
    Path folder = Objects.requireNonNull(file.getParent());
    About.Run run = new About.Run(done.seconds(), Machine.commit());
    about(folder).with(name, run).write(folder);
    Json.write(file, Merge.rounds(done.results()));
    done.delete();
    console.println(name + ": " + done.seconds() + " s");
  }

  private static void warn(PrintWriter console) {
    double free = FreeCores.share();
    if (free < FreeCores.ENOUGH) {
      console.printf(
          "WARNING: other programs use the processors; %d %% of them is free%n",
          Math.round(free * 100));
      console.flush();
    }
  }

  private About about(Path folder) throws IOException {
    return Files.exists(folder.resolve(About.FILE))
        ? About.read(folder)
        : Machine.about(LocalDate.now(ZoneId.systemDefault()), rounds);
  }

  /** The newest folder of this JDK and processor in which a class is missing, or else today's. */
  private Path folder(Set<String> classes) throws IOException {
    String suffix = Machine.suffix();
    Path today = out.resolve(LocalDate.now(ZoneId.systemDefault()) + suffix);
    if (!Files.isDirectory(out)) {
      return today;
    }
    try (Stream<Path> folders = Files.list(out)) {
      Optional<Path> newest =
          folders
              .filter(folder -> folder.toString().endsWith(suffix))
              .max(Comparator.comparing(Path::toString));
      return newest
          .filter(folder -> classes.stream().anyMatch(c -> !Files.exists(file(folder, c))))
          .orElse(today);
    }
  }

  private static Path file(Path folder, String benchmark) {
    return folder.resolve(benchmark + ".json");
  }
}
