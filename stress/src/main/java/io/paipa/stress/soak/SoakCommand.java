package io.paipa.stress.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the soak. */
@Command(
    name = "soak",
    description = "Full load with faults; fails unless heap, threads and rates stay flat.")
public final class SoakCommand implements Callable<Integer> {
  @Option(
      names = "--minutes",
      defaultValue = "30",
      converter = Minutes.class,
      paramLabel = "<minutes>",
      description = "For how long; default ${DEFAULT-VALUE}.")
  private long seconds;

  @Option(
      names = "--chart",
      defaultValue = "soak.svg",
      description = "The chart to be written; default ${DEFAULT-VALUE}.")
  private Path chart;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** For picocli. */
  public SoakCommand() {
    chart = Path.of("soak.svg");
  }

  @Override
  public Integer call() throws Exception {
    try {
      Chart.write(List.of(), chart); // what can't be written is told now, not when all is over
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "--chart can't be written: " + e);
    }
    return new SoakRun(System.out).run(seconds, chart) ? 0 : 1;
  }
}
