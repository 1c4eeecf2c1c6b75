package io.paipa.internal.measure;

/** What a {@link Histogram} had recorded at a time. Never changes. */
public final class HistogramSnapshot {
  static final HistogramSnapshot EMPTY = new HistogramSnapshot(new long[0], 0, 0);

  private final long[] counts;
  private final long count;
  private final long sumNanos;
  private final long maxNanos;

  /**
   * What was recorded.
   *
   * @param counts how many times each bucket has; not to be changed afterwards
   */
  HistogramSnapshot(long[] counts, long sumNanos, long maxNanos) {
    long all = 0;
    for (long ofBucket : counts) {
      all += ofBucket;
    }
    this.counts = counts;
    this.count = all;
    this.sumNanos = sumNanos;
    this.maxNanos = maxNanos;
  }

  /**
   * How many times there are.
   *
   * @return the count
   */
  public long count() {
    return count;
  }

  /**
   * All together.
   *
   * @return nanoseconds
   */
  public long sumNanos() {
    return sumNanos;
  }

  /**
   * The mean.
   *
   * @return nanoseconds; 0 if there is no time
   */
  public long meanNanos() {
    return count == 0 ? 0 : sumNanos / count;
  }

  /**
   * The longest.
   *
   * @return nanoseconds; 0 if there is no time
   */
  public long maxNanos() {
    return maxNanos;
  }

  /**
   * The time that so many do not exceed, to the bucket.
   *
   * @param percent how many, above 0, to 100
   * @return nanoseconds; 0 if there is no time
   */
  public long percentileNanos(double percent) {
    long rank = Math.max(1, (long) Math.ceil(count * (percent / 100)));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return Math.min(Buckets.middleNanos(bucket), maxNanos);
      }
    }
    return maxNanos;
  }
}
