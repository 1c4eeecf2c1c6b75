package io.paipa.examples.catalog;

import io.paipa.Report;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;

/**
 * Progress as a moving line. How many files there will be, nobody knows before the walk's end.
 *
 * <p>Of a fixed width, which fits nearly every terminal. Asked for the terminal's own, the library
 * would open the terminal, and put the system's way with Ctrl-C in place of the JVM's. The program
 * would be killed then, and not stopped.
 */
final class ProgressOnTerminal implements Progress {
  private static final int UNKNOWN = -1;
  private static final int COLUMNS = 79;

  private final Tally tally;
  private final ProgressBar bar;

  ProgressOnTerminal(Tally tally, PrintStream out) {
    this.tally = tally;
    this.bar =
        ProgressBar.builder()
            .setTaskName("catalog")
            .setInitialMax(UNKNOWN)
            .setUnit(" files", 1)
            .showSpeed()
            .setConsumer(new ConsoleProgressBarConsumer(out, COLUMNS))
            .build();
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(200);
  }

  @Override
  public void report(Report report) {
    bar.setExtraMessage(" " + Units.megabytes(tally.bytes()));
    bar.stepTo(tally.files());
  }

  @Override
  public void close() {
    bar.close();
  }
}
