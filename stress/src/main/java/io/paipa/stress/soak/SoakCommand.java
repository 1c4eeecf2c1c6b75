package io.paipa.stress.soak;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the soak. */
@Command(
    name = "soak",
    description = "Full load with faults; fails unless heap, threads and rates stay flat.")
public final class SoakCommand implements Callable<Integer> {
  private static final double SECONDS_PER_MINUTE = 60;

  @Option(names = "--minutes", defaultValue = "30", description = "For how long.")
  private double minutes;

  @Option(names = "--chart", defaultValue = "soak.svg", description = "The chart to be written.")
  private Path chart;

  /** For picocli. */
  public SoakCommand() {
    chart = Path.of("soak.svg");
  }

  @Override
  public Integer call() throws Exception {
    return new SoakRun(System.out).run((long) (minutes * SECONDS_PER_MINUTE), chart) ? 0 : 1;
  }
}
