package io.paipa.stress.chaos;

import io.paipa.stress.AtLeastOne;
import io.paipa.stress.Deadline;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one scenario, many times. */
@Command(name = "replay", description = "Runs one scenario of chaos, many times.")
public final class ReplayCommand implements Callable<Integer> {
  @Option(names = "--seed", required = true, description = "Of the scenario.")
  private long seed;

  @Option(
      names = "--reduce",
      split = ",",
      description = "The numbers of the reductions that make it simpler, as chaos printed them.")
  private List<Integer> reductions = List.of();

  @Option(
      names = "--times",
      defaultValue = "100",
      converter = AtLeastOne.class,
      description = "How often; default ${DEFAULT-VALUE}.")
  private int times;

  @Mixin private Deadline deadline = new Deadline();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** For picocli. */
  public ReplayCommand() {}

  @Override
  public Integer call() {
    try {
      Reductions.applied(Generator.scenario(seed), reductions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--reduce: " + e.getMessage());
    }
    return new ChaosRun(System.out, deadline.seconds(), false).replay(seed, reductions, times)
        ? 0
        : 1;
  }
}
