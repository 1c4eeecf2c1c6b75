package io.paipa.ingest;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** JSON lines with orders. */
final class Lines {
  private Lines() {}

  static String order(String id) {
    return order(id, "c-7", 100);
  }

  static String order(String id, String customer, long cents) {
    return "{\"id\":\"%s\",\"customer\":\"%s\",\"cents\":%d}\n".formatted(id, customer, cents);
  }

  /** So many good orders: {@code o-1}, {@code o-2}, and so on. */
  static String orders(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> order("o-" + i))
        .collect(Collectors.joining());
  }
}
