package io.paipa.internal.ledger;

import io.paipa.TimeDistribution;
import io.paipa.internal.measure.Histogram;
import io.paipa.internal.measure.HistogramSnapshot;
import java.time.Duration;
import java.util.Optional;

/**
 * A snapshot of a histogram, as the user sees it.
 *
 * @param snapshot the times, at least one
 */
public record MeasuredTimes(HistogramSnapshot snapshot) implements TimeDistribution {
  /** What was measured, if anything was. */
  static Optional<TimeDistribution> of(Histogram histogram) {
    return of(histogram.snapshot());
  }

  /**
   * What a snapshot holds.
   *
   * @param snapshot the times
   * @return the same; empty if there is none
   */
  public static Optional<TimeDistribution> of(HistogramSnapshot snapshot) {
    return snapshot.count() == 0 ? Optional.empty() : Optional.of(new MeasuredTimes(snapshot));
  }

  /**
   * What was measured here and there.
   *
   * @param one here
   * @param other there
   * @return all of it
   */
  public static Optional<TimeDistribution> sum(
      Optional<TimeDistribution> one, Optional<TimeDistribution> other) {
    if (one.orElse(null) instanceof MeasuredTimes here
        && other.orElse(null) instanceof MeasuredTimes there) {
      return Optional.of(new MeasuredTimes(here.snapshot.plus(there.snapshot)));
    }
    return one.isPresent() ? one : other;
  }

  @Override
  public long count() {
    return snapshot.count();
  }

  @Override
  public Duration total() {
    return Duration.ofNanos(snapshot.sumNanos());
  }

  @Override
  public Duration mean() {
    return Duration.ofNanos(snapshot.meanNanos());
  }

  @Override
  public Duration percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException(
          percent + " is no percentage; give one above 0, up to 100");
    }
    return Duration.ofNanos(snapshot.percentileNanos(percent));
  }

  @Override
  public Optional<TimeDistribution> since(TimeDistribution earlier) {
    if (!(earlier instanceof MeasuredTimes other)) {
      return Optional.empty();
    }
    HistogramSnapshot between = snapshot.minus(other.snapshot);
    return between.count() == 0 ? Optional.empty() : Optional.of(new MeasuredTimes(between));
  }

  @Override
  public Duration max() {
    return Duration.ofNanos(snapshot.maxNanos());
  }

  @Override
  public String toString() {
    return "50 %: " + percentile(50) + ", 99 %: " + percentile(99) + ", of " + count();
  }
}
