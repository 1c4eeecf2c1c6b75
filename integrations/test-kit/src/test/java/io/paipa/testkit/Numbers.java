package io.paipa.testkit;

import java.util.List;
import java.util.stream.IntStream;

/** Items of tests. */
final class Numbers {
  private Numbers() {}

  static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
