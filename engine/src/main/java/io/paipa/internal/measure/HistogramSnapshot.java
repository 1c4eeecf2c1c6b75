package io.paipa.internal.measure;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** What a {@link Histogram} had recorded at a time. Never changes. */
public final class HistogramSnapshot {
  /** Nothing. */
  public static final HistogramSnapshot EMPTY = new HistogramSnapshot(new long[0], 0, 0);

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
   * What was recorded after an earlier snapshot of the same histogram. Its longest time is known to
   * the bucket.
   *
   * @param earlier that snapshot
   * @return the difference; nothing is less than nothing in it
   */
  public HistogramSnapshot minus(HistogramSnapshot earlier) {
    if (earlier.counts.length == 0) {
      return this;
    }
    long[] rest = new long[counts.length];
    long longest = 0;
    for (int bucket = 0; bucket < rest.length; bucket++) {
      rest[bucket] = Math.max(0, counts[bucket] - earlier.counts[bucket]);
      if (rest[bucket] > 0) {
        longest = Math.min(Buckets.middleNanos(bucket), maxNanos);
      }
    }
    return new HistogramSnapshot(rest, Math.max(0, sumNanos - earlier.sumNanos), longest);
  }

  /**
   * What was recorded here and elsewhere.
   *
   * @param other what was recorded elsewhere
   * @return both together
   */
  public HistogramSnapshot plus(HistogramSnapshot other) {
    long[] sums = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
    for (int bucket = 0; bucket < other.counts.length; bucket++) {
      sums[bucket] += other.counts[bucket];
    }
    return new HistogramSnapshot(
        sums, sumNanos + other.sumNanos, Math.max(maxNanos, other.maxNanos));
  }

  /**
   * Writes it down.
   *
   * @param out where to
   * @throws IOException if that can't be written to
   */
  public void write(DataOutput out) throws IOException {
    out.writeLong(sumNanos);
    out.writeLong(maxNanos);
    out.writeInt(counts.length);
    for (long ofBucket : counts) {
      out.writeLong(ofBucket);
    }
  }

  /**
   * Reads what was {@linkplain #write written}.
   *
   * @param in where from
   * @return the same
   * @throws IOException if that can't be read, or holds something else
   */
  public static HistogramSnapshot read(DataInput in) throws IOException {
    long sumNanos = in.readLong();
    long maxNanos = in.readLong();
    long[] counts = new long[in.readInt()];
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] = in.readLong();
    }
    return new HistogramSnapshot(counts, sumNanos, maxNanos);
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
