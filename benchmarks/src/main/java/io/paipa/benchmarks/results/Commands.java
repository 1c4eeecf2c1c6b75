package io.paipa.benchmarks.results;

import java.io.IOException;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The commands beside JMH's own. Bad arguments give one line, and 2; a failure one line, and 1. */
@Command(
    name = "benchmarks.jar",
    subcommands = {Published.class, Render.class, Guard.class, Compare.class, Model.class},
    description = "Without one of these commands, JMH gets all arguments.")
public final class Commands {
  private static final Set<String> NAMES =
      Set.of("published", "render", "guard", "compare", "model");

  /** For picocli. */
  Commands() {}

  /**
   * Whether the arguments are a command's, not JMH's.
   *
   * @param args of the program
   * @return whether {@link #run} is to get them
   */
  public static boolean has(String... args) {
    return args.length > 0 && NAMES.contains(args[0]);
  }

  /**
   * Runs a command.
   *
   * @param args the command's name, and its options
   * @return the exit code
   */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Commands());
    for (CommandLine command : line.getSubcommands().values()) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help").usageHelp(true).description("Says this.").build());
    }
    return line.setParameterExceptionHandler((e, args) -> fail(e.getCommandLine(), e, 2))
        .setExecutionExceptionHandler((e, failed, parsed) -> fail(failed, e, 1));
  }

  private static int fail(CommandLine line, Exception e, int code) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof IOException) {
      message = e.getClass().getSimpleName() + ": " + message;
    }
    Throwable cause = e.getCause();
    String reason = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
    line.getErr().println(line.getCommandName() + ": " + (message + reason).replace('\n', ' '));
    line.getErr().flush();
    return code;
  }
}
