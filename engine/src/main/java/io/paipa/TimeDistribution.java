package io.paipa;

import java.time.Duration;

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
   * The longest case that was measured.
   *
   * @return its time
   */
  Duration max();
}
