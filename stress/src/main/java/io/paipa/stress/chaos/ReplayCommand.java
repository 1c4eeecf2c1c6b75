package io.paipa.stress.chaos;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  @Option(names = "--times", defaultValue = "100", description = "How often.")
  private int times;

  @Option(names = "--deadline", defaultValue = "30", description = "Seconds after which it hangs.")
  private long deadlineSeconds;

  /** For picocli. */
  public ReplayCommand() {}

  @Override
  public Integer call() {
    return new ChaosRun(System.out, deadlineSeconds, false).replay(seed, reductions, times) ? 0 : 1;
  }
}
