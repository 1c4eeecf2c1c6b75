package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.internal.ledger.Causes;
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

  /** A failure, and its words. */
  private record First(PipelineException failure, Description description) {}

  private final String pipelineName;
  private final FailureLog log;
  private final AtomicReference<@Nullable First> first = new AtomicReference<>();
  private final AtomicBoolean delivered = new AtomicBoolean();

  Failures(String pipelineName) {
    this.pipelineName = pipelineName;
    this.log = new FailureLog();
  }

  @Nullable PipelineException get() {
    First known = first.get();
    return known == null ? null : known.failure();
  }

  /** The failure, for the caller to throw; null if there is none, or somebody has thrown it. */
  @Nullable PipelineException takeFirst() {
    PipelineException failure = get();
    return failure != null && delivered.compareAndSet(false, true) ? failure : null;
  }

  /**
   * Records a failure, if it is the first, without a word from user code: the run is to be ended
   * first.
   *
   * @return whether it is the first; then {@link #describe} is to be called, else {@link #suppress}
   */
  boolean add(
      String what, @Nullable String stepName, @Nullable Object item, int attempt, Throwable cause) {
    Description description = new Description(where(stepName) + ": " + what, item, attempt, cause);
    PipelineException failure =
        new PipelineException(description, pipelineName, stepName, item, attempt, cause);
    return first.compareAndSet(null, new First(failure, description));
  }

  private String where(@Nullable String stepName) {
    String pipeline = "pipeline '" + pipelineName + "'";
    return stepName == null ? pipeline : pipeline + ", step '" + stepName + "'";
  }

  /**
   * Has the first failure described.
   *
   * @param unheard whether nobody will be told of it, so that it is to be logged
   */
  void describe(boolean unheard) {
    First known = first.get();
    if (known != null) {
      known.description().begin();
      if (unheard) {
        log.write(known.failure());
      }
    }
  }

  /** What is known of the failure; asks no user code, and waits for nothing. */
  String knownWords() {
    First known = first.get();
    return known == null ? "it has failed; why could not be recorded" : known.description().known();
  }

  /** What is to be logged is, before the JVM may end. */
  void awaitLog() {
    log.await();
  }

  /**
   * The failure for one more thread that is to be told: the same, but no exception is thrown twice.
   */
  @Nullable PipelineException again() {
    First known = first.get();
    if (known == null) {
      return null;
    }
    PipelineException failure = known.failure();
    return new PipelineException(
        known.description(),
        pipelineName,
        failure.stepName().orElse(null),
        failure.item().orElse(null),
        failure.attempt(),
        failure.getCause());
  }

  /** Adds a later failure to the first, unless it is part of it, or there are too many. */
  synchronized void suppress(Throwable later) {
    PipelineException failure = get();
    if (failure != null && failure.getSuppressed().length < SUPPRESSED_AT_MOST) {
      Causes.suppress(failure, later);
    }
  }
}
