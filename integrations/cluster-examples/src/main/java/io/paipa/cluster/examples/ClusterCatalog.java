package io.paipa.cluster.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: see {@code --help}. */
@Command(
    name = ClusterCatalog.NAME,
    mixinStandardHelpOptions = true,
    version = "cluster-catalog, an example of Paipa for Java",
    description =
        "Catalogues the files below a folder on three member processes: size and SHA-256.",
    subcommands = {RunCommand.class, KillCommand.class, LocalCommand.class},
    footer =
        "%nExit codes: 0 done, 1 it can't be done or the totals differ, 2 bad arguments, 130"
            + " interrupted (Ctrl-C).")
public final class ClusterCatalog implements Runnable {
  static final String NAME = "cluster-catalog";

  @Spec private CommandSpec spec = CommandSpec.create();

  private ClusterCatalog() {}

  /**
   * Runs the command.
   *
   * @param args a subcommand, and what it takes
   */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command, and gives its exit code. */
  static int execute(String... args) {
    return new CommandLine(new ClusterCatalog())
        .setParameterExceptionHandler((e, arguments) -> misused(e))
        .setExecutionExceptionHandler((e, command, arguments) -> failed(e))
        .execute(args);
  }

  /** Without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say one of: run, kill, local");
  }

  private static int misused(ParameterException e) {
    System.err.println(NAME + ": " + e.getMessage() + "; --help says what is possible");
    return ExitCode.USAGE;
  }

  /** What a person can mend gets a line; anything else is a defect, and its trace says where. */
  private static int failed(Exception e) {
    if (e instanceof ProblemException) {
      System.err.println(NAME + ": " + e.getMessage());
    } else {
      e.printStackTrace();
    }
    return ExitCode.SOFTWARE;
  }
}
