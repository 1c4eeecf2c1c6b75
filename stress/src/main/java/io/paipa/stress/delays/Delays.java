package io.paipa.stress.delays;

import java.io.PrintStream;

/** How many delays are below each power of two. */
final class Delays {
  private final long[] counts = new long[Long.SIZE];
  private long total;

  void add(long nanos) {
    counts[Long.SIZE - Long.numberOfLeadingZeros(nanos)]++;
    total++;
  }

  long total() {
    return total;
  }

  void print(PrintStream out) {
    for (int bits = 0; bits < counts.length; bits++) {
      if (counts[bits] > 0) {
        out.println("  less than " + (1L << bits) + " ns: " + counts[bits]);
      }
    }
  }
}
