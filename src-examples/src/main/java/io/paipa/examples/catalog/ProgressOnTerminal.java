package io.paipa.examples.catalog;

import io.paipa.Report;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;

/** Progress as a moving line. How many files there will be, nobody knows before the walk's end. */
final class ProgressOnTerminal implements Progress {
  private static final int UNKNOWN = -1;

  private final Tally tally;
  private final ProgressBar bar =
      ProgressBar.builder()
          .setTaskName("catalog")
          .setInitialMax(UNKNOWN)
          .setUnit(" files", 1)
          .showSpeed()
          .build();

  ProgressOnTerminal(Tally tally) {
    this.tally = tally;
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
