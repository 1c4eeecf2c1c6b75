package io.paipa.stress;

import io.paipa.stress.chaos.ChaosCommand;
import io.paipa.stress.chaos.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code stress.jar}. */
@Command(
    name = "stress",
    description = "Tries to break the engine.",
    mixinStandardHelpOptions = true,
    subcommands = {ChaosCommand.class, ReplayCommand.class})
public final class Main {
  private Main() {}

  /**
   * Runs a command.
   *
   * @param args its name and options
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
