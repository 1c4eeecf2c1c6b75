package io.paipa;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Prints a line a report; remembers the last one for the rates. Confined to the calling thread. */
final class PrintingReporter implements Reporter {
  private final PrintStream out;
  private final Map<Integer, Long> lastFinished = new HashMap<>();
  private Duration lastElapsed = Duration.ZERO;

  PrintingReporter(PrintStream out) {
    this.out = Objects.requireNonNull(out, "out: null is not a stream to print to");
  }

  @Override
  public synchronized void report(Report report) {
    double seconds = report.elapsed().minus(lastElapsed).toNanos() / 1e9;
    lastElapsed = report.elapsed();
    StringBuilder line = new StringBuilder(report.pipelineName()).append(" [");
    line.append(report.state()).append(", ").append(report.elapsed().toSeconds()).append(" s]");
    for (int i = 0; i < report.steps().size(); i++) { // steps of a recipe may have the same name
      StepReport step = report.steps().get(i);
      long finished = AlignedReporter.finished(step);
      long before = Objects.requireNonNullElse(lastFinished.put(i, finished), 0L);
      double rate = seconds > 0 ? (finished - before) / seconds : 0;
      line.append(
          String.format(Locale.ROOT, " | %s %,d (%,.0f/s)", step.stepName(), finished, rate));
    }
    out.println(line);
    if (AlignedReporter.hasEnded(report)) {
      report
          .bottleneck()
          .ifPresent(found -> out.println(report.pipelineName() + " bottleneck: " + found.words()));
    }
  }
}
