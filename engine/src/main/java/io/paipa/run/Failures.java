package io.paipa.run;

import io.paipa.PipelineException;
import io.paipa.ledger.Words;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a run: the first one, which the later ones are added to, and whether it was thrown
 * to somebody. Any thread; the first is decided by compare-and-set, the additions are under a
 * monitor.
 */
final class Failures {
  private static final int SUPPRESSED_AT_MOST = 16;

  private final String pipelineName;
  private final AtomicReference<@Nullable PipelineException> first = new AtomicReference<>();
  private final AtomicBoolean delivered = new AtomicBoolean();

  Failures(String pipelineName) {
    this.pipelineName = pipelineName;
  }

  @Nullable PipelineException get() {
    return first.get();
  }

  /** Whether the caller is the one to throw the failure. */
  boolean deliver() {
    return first.get() != null && delivered.compareAndSet(false, true);
  }

  void add(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause) {
    String message = what;
    try {
      message = message(what, stepName, item, attempt, cause);
    } catch (Throwable t) {
      // such as an Error of the JVM's: the failure counts, not how it is told
    }
    PipelineException failure =
        new PipelineException(message, pipelineName, stepName, item, attempt, cause);
    if (!first.compareAndSet(null, failure)) {
      suppress(cause);
    }
  }

  /** Adds a later failure to the first, unless it is part of it, or there are too many. */
  synchronized void suppress(Throwable later) {
    PipelineException failure = first.get();
    if (failure == null
        || failure == later
        || failure.getCause() == later
        || failure.getSuppressed().length >= SUPPRESSED_AT_MOST) {
      return;
    }
    for (Throwable known : failure.getSuppressed()) {
      if (known == later) {
        return;
      }
    }
    failure.addSuppressed(later);
  }

  private String message(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause) {
    StringBuilder message = new StringBuilder("pipeline '").append(pipelineName).append('\'');
    if (stepName != null) {
      message.append(", step '").append(stepName).append('\'');
    }
    message.append(": ").append(what);
    if (item != null) {
      message.append(": ").append(Words.of(item)).append(", attempt ").append(attempt);
    }
    return message.append(": ").append(Words.of(cause)).toString();
  }
}
