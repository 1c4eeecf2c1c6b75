package io.paipa.stress;

import picocli.CommandLine.Option;

/** The option that says when a scenario hangs, for each command that runs some. */
public final class Deadline {
  @Option(
      names = "--deadline",
      defaultValue = "30",
      converter = AtLeastOne.class,
      paramLabel = "<seconds>",
      description = "Seconds after which a scenario hangs; default ${DEFAULT-VALUE}.")
  private int seconds;

  /** For picocli. */
  public Deadline() {}

  /**
   * How long a scenario may take.
   *
   * @return the number of seconds
   */
  public int seconds() {
    return seconds;
  }
}
