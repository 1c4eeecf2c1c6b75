package io.paipa.benchmarks;

import java.util.Arrays;
import java.util.List;

/** The items of a benchmark. */
final class Items {
  private Items() {}

  /** The numbers from 0, made beforehand; a collection of the JDK. */
  static List<Integer> numbers(int count) {
    Integer[] numbers = new Integer[count];
    Arrays.setAll(numbers, i -> i);
    return Arrays.asList(numbers);
  }

  /** The workers of a topology such as {@code 4x1}. */
  static List<Integer> workers(String topology) {
    return Arrays.stream(topology.split("x", -1)).map(Integer::valueOf).toList();
  }
}
