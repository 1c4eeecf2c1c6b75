package io.paipa.stress.chaos;

import io.paipa.stress.AtLeastOne;
import io.paipa.stress.Deadline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs scenarios. */
@Command(
    name = "chaos",
    description = "Runs pipelines, workloads and faults drawn from a seed, and checks each.")
public final class ChaosCommand implements Callable<Integer> {
  @Option(
      names = "--scenarios",
      defaultValue = "500",
      converter = AtLeastOne.class,
      description = "How many; default ${DEFAULT-VALUE}.")
  private int scenarios;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "Of the first; the next ones have those that follow it. Default ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private Deadline deadline = new Deadline();

  @Option(
      names = "--shrink",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Look for a simpler scenario that goes wrong, too.")
  private boolean shrinks;

  /** For picocli. */
  public ChaosCommand() {}

  @Override
  public Integer call() {
    return new ChaosRun(System.out, deadline.seconds(), shrinks).run(scenarios, seed) ? 0 : 1;
  }
}
