package io.paipa.stress.pools;

import io.paipa.stress.AtLeastOne;
import io.paipa.stress.Deadline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs scenarios of pools on raw rings. */
@Command(
    name = "pools",
    description = "Runs pools of workers on raw rings, drawn from a seed, and checks each.")
public final class PoolsCommand implements Callable<Integer> {
  @Option(
      names = "--scenarios",
      defaultValue = "2000",
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

  /** For picocli. */
  public PoolsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return new PoolsRun(System.out, deadline.seconds()).run(scenarios, seed) ? 0 : 1;
  }
}
