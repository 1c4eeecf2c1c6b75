package io.paipa.benchmarks.results;

import java.io.Serial;

/** A benchmark failed, or could not be run. */
final class FailedRunException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  FailedRunException(String message, Throwable cause) {
    super(message, cause);
  }
}
