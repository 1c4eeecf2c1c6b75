package io.paipa.examples.catalog;

import io.paipa.Reporter;
import java.io.PrintStream;
import java.time.Duration;
import picocli.CommandLine.Help.Ansi;

/** Shows how far the catalogue is, while it is made. */
interface Progress extends Reporter, AutoCloseable {
  /** How often it wants to be told. */
  Duration interval();

  @Override
  void close();

  /** A bar on a terminal, plain lines elsewhere: in a file, or another program's input. */
  static Progress of(Tally tally, PrintStream out) {
    // picocli knows terminals; System.console() means something else on each version of Java
    return Ansi.AUTO.enabled() ? new ProgressOnTerminal(tally, out) : new ProgressLines(tally, out);
  }
}
