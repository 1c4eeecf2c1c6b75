package io.paipa.stress.delays;

import java.io.PrintStream;
import java.util.stream.LongStream;

/** How many delays are below each power of two. */
final class Delays {
  private final long[] counts = new long[Long.SIZE];

  void add(long nanos) {
    counts[Long.SIZE - Long.numberOfLeadingZeros(nanos)]++;
  }

  long total() {
    return LongStream.of(counts).sum();
  }

  void print(PrintStream out) {
    for (int bits = 0; bits < counts.length; bits++) {
      if (counts[bits] > 0) {
        out.println("  less than " + (1L << bits) + " ns: " + counts[bits]);
      }
    }
  }
}
