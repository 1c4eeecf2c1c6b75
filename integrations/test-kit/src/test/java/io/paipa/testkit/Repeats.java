package io.paipa.testkit;

import java.util.stream.LongStream;

/** How often a test with a seed is run: {@code -Drepeats=1000} for more. */
final class Repeats {
  private static final int FEW = 40;

  private Repeats() {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("repeats", FEW));
  }

  /** For a test that takes long. */
  static LongStream fewSeeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("repeats", FEW) / 4);
  }
}
