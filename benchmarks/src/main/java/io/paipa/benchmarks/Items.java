package io.paipa.benchmarks;

import java.util.Arrays;
import java.util.List;

/** The items of a benchmark. */
final class Items {
  /** Marks the end, where something must; no item is negative. */
  static final Integer END = Integer.valueOf(-1_000_000);

  private Items() {}

  /** The numbers from 0, made beforehand; a collection of the JDK. */
  static List<Integer> numbers(int count) {
    Integer[] numbers = new Integer[count];
    Arrays.setAll(numbers, i -> i);
    return Arrays.asList(numbers);
  }

  /** The list itself, or an iterator of a user's own over it, by the source's name. */
  static Iterable<Integer> from(String source, List<Integer> list) {
    return switch (source) {
      case "collection" -> list;
      case "iterator" -> () -> new UserIterator(list.iterator());
      default -> throw new IllegalArgumentException("source: there is none named " + source);
    };
  }

  /** The workers of a topology such as {@code 4x1}. */
  static List<Integer> workers(String topology) {
    return Arrays.stream(topology.split("x", -1)).map(Integer::valueOf).toList();
  }
}
