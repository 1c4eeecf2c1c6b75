package io.paipa;

import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * Receives the counts of a running pipeline, at an interval and once more at the end: of a threaded
 * one by {@link Builder#reporter}, of a co-routine by {@link io.paipa.coroutine.RuntimeDebugger}.
 *
 * <p>Called by one thread of the pipeline at a time. What it throws is logged once and otherwise
 * ignored. A pipeline without a reporter is quiet.
 */
@FunctionalInterface
public interface Reporter {
  /**
   * Receives a report.
   *
   * @param report the counts at this moment
   */
  void report(Report report);

  /**
   * A reporter that prints, for each step, the items finished so far (done, skipped, dead-lettered
   * or failed) and their rate since its last report, in one line. At the end it prints the {@link
   * Bottleneck}, if the run was long enough to have one.
   *
   * @param out where to print, never null
   * @return a new reporter, for one pipeline
   */
  static Reporter printing(PrintStream out) {
    return new PrintingReporter(out);
  }

  /**
   * A reporter that makes an aligned table of each report. It has a line for each step, with the
   * items received, done and emitted, and a column for each other kind of count that is not 0
   * everywhere. Then comes what the steps have used, if that was measured; else {@code items/s},
   * the items finished (done, skipped, dead-lettered or failed) per second since the start, and
   * what shares of their lives the workers were busy, blocked and waiting ({@link WorkerTime}). The
   * last one ends with the {@link Bottleneck}, if the run was long enough to have one.
   *
   * <pre>{@code
   * Reporter.aligned(System.err::println)
   * Reporter.aligned(line -> LOG.log(System.Logger.Level.INFO, line))
   * }</pre>
   *
   * @param lines takes the lines, never null
   * @return a new reporter, for any number of pipelines
   */
  static Reporter aligned(Consumer<? super String> lines) {
    return new AlignedReporter(lines);
  }
}
