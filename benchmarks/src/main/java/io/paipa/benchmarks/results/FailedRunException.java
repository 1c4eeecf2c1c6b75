package io.paipa.benchmarks.results;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A benchmark failed, or could not be run. */
final class FailedRunException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  FailedRunException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
