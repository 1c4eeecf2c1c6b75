package io.paipa;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Another thread drained or aborted the pipeline before all was done. So code behind a call that
 * returns normally may trust that all was done. The report says what was done until then.
 */
public final class CutShortException extends CancellationException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Report report;

  /**
   * Made by the engine.
   *
   * @param message who cut which pipeline
   * @param report what was done until then
   */
  public CutShortException(String message, Report report) {
    super(message);
    this.report = report;
  }

  /**
   * What was done until then.
   *
   * @return the final report
   * @throws IllegalStateException if this exception was serialised: the report does not travel
   */
  public Report report() {
    if (report == null) {
      throw new IllegalStateException("the report did not travel with this exception");
    }
    return report;
  }
}
