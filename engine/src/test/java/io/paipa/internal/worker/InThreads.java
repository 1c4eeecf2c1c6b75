package io.paipa.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** Does the same in several threads at a time, with a deadline. */
public final class InThreads {
  private static final long DEADLINE_NANOS = 40_000_000_000L;

  /** So that threads that are at work meet each other, also where there is one core for them. */
  private static final int SPINS = 1_000;

  private InThreads() {}

  /** Begins in all threads at once; what one throws comes out. */
  public static void run(int threads, IntConsumer work) throws Exception {
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        running.add(
            executor.submit(
                () -> {
                  together.await();
                  work.accept(thread);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(DEADLINE_NANOS, TimeUnit.NANOSECONDS);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  /** Waits until something holds. */
  static void await(BooleanSupplier condition) {
    for (int i = 0; i < SPINS && !condition.getAsBoolean(); i++) {
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).as("deadline").isLessThan(DEADLINE_NANOS);
      Thread.yield();
    }
  }
}
