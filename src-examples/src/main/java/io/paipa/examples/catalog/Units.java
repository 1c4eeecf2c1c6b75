package io.paipa.examples.catalog;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Units {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  private Units() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String megabytes(long bytes) {
    return decimal(bytes / BYTES_PER_MEGABYTE) + " MB";
  }

  static String seconds(Duration time) {
    return decimal(inSeconds(time)) + " s";
  }

  static String countPerSecond(long count, Duration time) {
    return count(Math.round(count / inSeconds(time)));
  }

  static String megabytesPerSecond(long bytes, Duration time) {
    return decimal(bytes / BYTES_PER_MEGABYTE / inSeconds(time)) + " MB/s";
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  /** Never zero: one divides by it. */
  private static double inSeconds(Duration time) {
    return Math.max(time.toNanos(), 1) / 1e9;
  }
}
