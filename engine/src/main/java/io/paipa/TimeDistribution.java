package io.paipa;

import java.time.Duration;
import java.util.Optional;

/**
 * How long something took, as some cases of it tell. Not each case is measured: so what a share of
 * them tells is near the truth for all, and the longest of all may not be among them. A snapshot;
 * never changes. A time between the buckets that it is counted in is off by a sixteenth at most.
 */
public interface TimeDistribution {
  /**
   * How many cases were measured.
   *
   * @return the count, at least 1
   */
  long count();

  /**
   * The cases that were measured, all together.
   *
   * @return their sum
   */
  Duration total();

  /**
   * The mean of the cases that were measured.
   *
   * @return their sum, divided by the count
   */
  Duration mean();

  /**
   * The time that so many cases did not exceed.
   *
   * @param percent how many, above 0, to 100; 50 gives the median
   * @return the time
   * @throws IllegalArgumentException if the percentage is none of these
   */
  Duration percentile(double percent);

  /**
   * What was measured after another snapshot of the same: so, what the last seconds were like. The
   * longest of these is known to the bucket only.
   *
   * @param earlier a snapshot of the same step's, taken before this one
   * @return the difference; empty if nothing was measured in between, or if the other is of
   *     something else
   */
  default Optional<TimeDistribution> since(TimeDistribution earlier) {
    return Optional.empty();
  }

  /**
   * The longest case that was measured.
   *
   * @return its time
   */
  Duration max();
}
