package io.paipa;

import java.io.PrintStream;

/**
 * Receives the counts of a running pipeline, at an interval and once more at the end.
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
   * A reporter that prints, for each step, the items done so far and the rate since its last
   * report, in one line.
   *
   * @param out where to print, never null
   * @return a new reporter, for one pipeline
   */
  static Reporter printing(PrintStream out) {
    return new PrintingReporter(out);
  }
}
