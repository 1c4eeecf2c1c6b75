package io.paipa;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pipelines that one thread runs and another cuts short, and calls in a thread of their own. */
final class CutsByAnother {
  static final String NAME = "honest";
  static final Duration LIMIT = Duration.ofSeconds(20);

  private CutsByAnother() {}

  static Builder<Integer, Void> counting(CountDownLatch some) {
    return Pipeline.<Integer>named(NAME)
        .map("same", (Integer item) -> item)
        .workers(2)
        .sink("count", item -> some.countDown());
  }

  static Iterator<Integer> endless() {
    return IntStream.iterate(1, i -> i + 1).iterator();
  }

  /** What a call gives or throws, in a thread of its own. */
  static FutureTask<@Nullable Throwable> inAnother(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    FutureTask<@Nullable Throwable> task = new FutureTask<>(() -> catchThrowable(call));
    new Thread(task, "another").start();
    return task;
  }

  static @Nullable Throwable outcome(FutureTask<@Nullable Throwable> task) throws Exception {
    return task.get(40, TimeUnit.SECONDS);
  }
}
