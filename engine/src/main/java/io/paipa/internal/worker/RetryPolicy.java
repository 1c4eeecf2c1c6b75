package io.paipa.internal.worker;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an item that has failed is tried again, and when; if not, it has failed for good.
 * Confined to the worker's thread.
 */
final class RetryPolicy {
  /** 73 years: what is due then can still be compared with now, in nanoseconds. */
  private static final Duration LONGEST_DELAY = Duration.ofNanos(Long.MAX_VALUE / 4);

  private final Station station;
  private final StationSettings.Retrying retrying;
  private final Output output;
  private final Outcomes outcomes;

  RetryPolicy(Station station, Output output, Outcomes outcomes) {
    this.station = station;
    this.retrying = station.settings.retrying();
    this.output = output;
    this.outcomes = outcomes;
  }

  /**
   * An attempt has failed: gives the next one, if that is to be made at once. Else it waits for its
   * time, or the item has failed: throws if that fails the pipeline.
   */
  @Nullable Attempt nextOrFailed(Attempt failed, Throwable failure) {
    if (areWorthWhile(failed, failure)) {
      Attempt next = nextAfter(failed);
      outcomes.noteRetry(failed, failure);
      return next;
    }
    failed(failed, failure);
    return null;
  }

  /** If the end comes before its next attempt, it is not known what would have become of it. */
  void failed(Attempt attempt, Throwable failure) {
    if (station.run.isEnded()
        && (station.userCode.isOfTheEnd(failure) || areLeft(attempt, failure))) {
      outcomes.abandoned(); // and so is its delivery, which stays open
    } else {
      outcomes.failed(attempt, failure);
    }
  }

  private boolean areWorthWhile(Attempt failed, Throwable failure) {
    if (!areLeft(failed, failure)
        || station.run.isEnded()
        || !(failure instanceof Exception exception)) {
      return false;
    }
    return outcomes.beside(
        "the predicate that says what is retried failed",
        failed,
        () -> retrying.retryable().test(exception));
  }

  /** Whether there may be another attempt, as far as the number goes. */
  private boolean areLeft(Attempt failed, Throwable failure) {
    return failure instanceof Exception && failed.number() <= retrying.max() && !output.hasFlowed();
  }

  /**
   * Gives the next attempt, if it is to be made at once; else that waits for its time, or permit.
   */
  private @Nullable Attempt nextAfter(Attempt failed) {
    Attempt next = failed.next();
    long delayNanos = delayNanos(failed);
    if (delayNanos > 0 || station.throttle != null) {
      station.retries.add(next, station.run.time().nanoTime() + delayNanos);
      return null;
    }
    return next;
  }

  private long delayNanos(Attempt failed) {
    Duration delay =
        outcomes.beside(
            "the back-off failed",
            failed,
            () ->
                Objects.requireNonNull(
                    retrying.backoff().delay(failed.number()), "the back-off gave null"));
    if (delay.isNegative()) {
      return 0;
    }
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay.toNanos() : LONGEST_DELAY.toNanos();
  }
}
