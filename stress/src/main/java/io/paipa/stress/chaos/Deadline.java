package io.paipa.stress.chaos;

import io.paipa.stress.AtLeastOne;
import picocli.CommandLine.Option;

/** The option that says when a scenario hangs, for each command that runs some. */
final class Deadline {
  @Option(
      names = "--deadline",
      defaultValue = "30",
      converter = AtLeastOne.class,
      paramLabel = "<seconds>",
      description = "Seconds after which a scenario hangs; default ${DEFAULT-VALUE}.")
  private int seconds;

  int seconds() {
    return seconds;
  }
}
