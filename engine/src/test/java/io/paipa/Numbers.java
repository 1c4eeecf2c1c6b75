package io.paipa;

import java.util.List;
import java.util.stream.IntStream;

/** Items that are numbers in a row. */
final class Numbers {
  private Numbers() {}

  /** So many, from 0. */
  static List<Integer> numbers(int count) {
    return numbers(0, count);
  }

  /** From one to the last before another. */
  static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
