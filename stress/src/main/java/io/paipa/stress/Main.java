package io.paipa.stress;

import io.paipa.stress.chaos.ChaosCommand;
import io.paipa.stress.chaos.ReplayCommand;
import io.paipa.stress.delays.DelaysCommand;
import io.paipa.stress.lifecycle.LifecycleCommand;
import io.paipa.stress.pools.PoolsCommand;
import io.paipa.stress.soak.SoakCommand;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code stress.jar}. */
@Command(
    name = "stress",
    description = "Tries to break the engine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ChaosCommand.class,
      ReplayCommand.class,
      LifecycleCommand.class,
      SoakCommand.class,
      DelaysCommand.class,
      PoolsCommand.class
    })
public final class Main {
  private Main() {}

  /**
   * Runs a command.
   *
   * @param args its name and options; after "jcstress", jcstress's own
   * @throws Exception what jcstress throws
   */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("jcstress")) {
      org.openjdk.jcstress.Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    System.setProperty("java.awt.headless", "true"); // charts are drawn into files
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
