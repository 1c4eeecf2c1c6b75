package io.paipa.examples.catalog;

import io.paipa.Report;
import java.io.PrintStream;
import java.time.Duration;

/** Progress as a line a second. */
final class ProgressLines implements Progress {
  private final Tally tally;
  private final PrintStream out;

  ProgressLines(Tally tally, PrintStream out) {
    this.tally = tally;
    this.out = out;
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void report(Report report) {
    out.println(Units.seconds(report.elapsed()) + ": " + tally);
  }

  @Override
  public void close() {}
}
