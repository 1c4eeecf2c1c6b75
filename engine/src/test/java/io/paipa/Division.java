package io.paipa;

/** A pipeline that divides by its items, and so fails for zero. */
final class Division {
  private Division() {}

  static Pipeline<Integer, Void> pipeline(String name, CheckedConsumer<Integer> sink) {
    return Pipeline.<Integer>named(name)
        .map("divide", (Integer item) -> 1_000 / item)
        .workers(2)
        .sink("count", sink)
        .build();
  }
}
