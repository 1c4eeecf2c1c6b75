package io.paipa.unloading;

import io.paipa.Builder;
import io.paipa.Pipeline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the uses of pipelines have in common. */
final class Uses {
  static final Duration SHORT = Duration.ofMillis(20);

  private Uses() {}

  /** What goes through the pipelines. */
  record Item(int number) {}

  /** The cause of failures. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static List<Item> items(int count) {
    return Stream.iterate(0, number -> number + 1).limit(count).map(Item::new).toList();
  }

  static Builder<Item, Item> pipeline() {
    return Pipeline.<Item>named("application");
  }

  static <T> void check(T value, T expected) {
    if (!value.equals(expected)) {
      throw new IllegalStateException(value + ", not " + expected);
    }
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    check(latch.await(20, TimeUnit.SECONDS), true);
  }

  static void run(Builder<Item, ?> builder, int expected) throws InterruptedException {
    try (Pipeline<Item, ?> pipeline = builder.build()) {
      pipeline.putIterable(items(10));
      pipeline.run();
      check(pipeline.count(), (long) expected);
    }
  }
}
