package io.paipa.stress.lifecycle;

import io.paipa.stress.AtLeastOne;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Explores the life of a pipeline. */
@Command(
    name = "lifecycle",
    description = "Every pair and triple of the calls that begin, feed and end a pipeline.")
public final class LifecycleCommand implements Callable<Integer> {
  @Option(
      names = "--every",
      defaultValue = "1",
      converter = AtLeastOne.class,
      description = "Runs every n-th triple; default ${DEFAULT-VALUE}.")
  private int every;

  /** For picocli. */
  public LifecycleCommand() {}

  @Override
  public Integer call() {
    LifecycleRun run = new LifecycleRun(System.out);
    boolean pairs = run.run(2, 1);
    boolean triples = run.run(3, every);
    return pairs && triples ? 0 : 1;
  }
}
