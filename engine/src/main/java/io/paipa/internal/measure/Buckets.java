package io.paipa.internal.measure;

/**
 * Divides times by their length. Each power of two is divided into 16 buckets, so that none is
 * wider than a sixteenth of what is in it. The idea is that of Gil Tene's HdrHistogram.
 */
final class Buckets {
  private static final int BITS = 4;
  private static final int PER_OCTAVE = 1 << BITS;
  private static final int LONGEST_BITS = 46; // 19 hours; what is longer counts as that

  /** How many buckets there are. */
  static final int COUNT = (LONGEST_BITS - BITS + 1) * PER_OCTAVE;

  private Buckets() {}

  /** In which bucket a time is. */
  static int of(long nanos) {
    long time = Math.min(nanos, (1L << LONGEST_BITS) - 1);
    int octave = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(time) - 1 - BITS);
    return octave * PER_OCTAVE + (int) (time >>> octave);
  }

  /** The middle of the times in a bucket. */
  static long middleNanos(int bucket) {
    int octave = Math.max(0, bucket / PER_OCTAVE - 1);
    long first = (long) (bucket - octave * PER_OCTAVE) << octave;
    return first + ((1L << octave) >> 1);
  }
}
