package io.paipa.benchmarks.results;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Compares the throughput of two versions of the engine. Each is measured in processes of its own,
 * by turns: how the JVM compiles the hot path differs from process to process, and the machine's
 * speed from minute to minute.
 */
@Command(
    name = "compare",
    description =
        "Throughput of this version over another one's, fork by fork, by turns: for each place the"
            + " ratio of the medians, and the lowest and the highest fork of each.")
final class Compare implements Callable<Integer> {
  private static final int FORKS = 5;
  private static final double MILLIONTH = 1e-6;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "JAR", description = "The benchmarks.jar of the other version.")
  private Path other = Path.of("");

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Of each version, at each place. Default: ${DEFAULT-VALUE}.")
  private int forks = FORKS;

  @Option(
      names = "--topologies",
      split = ",",
      paramLabel = "AxB",
      description = "Workers of the two steps. Default: ${DEFAULT-VALUE}.")
  private List<String> topologies = Engines.TOPOLOGIES;

  @Option(
      names = "--sources",
      split = ",",
      paramLabel = "SOURCE",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<String> sources = List.of("collection", "iterator");

  @Override
  public Integer call() throws IOException, FailedRunException, InterruptedException {
    if (forks < 1) {
      throw wrong("--forks " + forks + ": at least 1 is needed");
    }
    if (!Files.isRegularFile(other)) {
      throw wrong("there is no " + other + "; give the benchmarks.jar of the other version");
    }
    PrintWriter console = Objects.requireNonNull(spec).commandLine().getOut();
    List<List<Double>> ratios = new ArrayList<>();
    for (String topology : topologies) {
      for (String source : sources) {
        ratios.add(List.of(compare(topology, source, console)));
      }
    }
    console.println("geometric mean: " + Numbers.text(Spread.ofGeometricMeans(ratios).median()));
    console.flush();
    return 0;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private double compare(String topology, String source, PrintWriter console)
      throws IOException, FailedRunException, InterruptedException {
    Version mine = Version.ofThisProgram();
    Version theirs = new Version(other);
    List<Double> myForks = new ArrayList<>();
    List<Double> theirForks = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      boolean first = fork % 2 == 0;
      if (first) {
        myForks.add(mine.throughput(topology, source));
      }
      theirForks.add(theirs.throughput(topology, source));
      if (!first) {
        myForks.add(mine.throughput(topology, source));
      }
    }
    Spread here = Spread.of(myForks).times(MILLIONTH);
    Spread there = Spread.of(theirForks).times(MILLIONTH);
    double ratio = here.median() / there.median();
    console.printf(
        "%s %s: %s; %s over %s million items/s%n",
        topology, source, Numbers.text(ratio), here.text(), there.text());
    console.flush();
    return ratio;
  }
}
