package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Where the workers of a step share a lock, it is seen that they waited for it. */
class LockWatchTest {
  private static final int COUNT = 100;
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  private final AtomicBoolean first = new AtomicBoolean(true);

  @Test
  void shouldSeeThatWorkersWaitedForAMonitor() throws Exception {
    Object monitor = new Object();
    Set<Thread> workers = ConcurrentHashMap.newKeySet();

    long waits =
        waits(
            item -> {
              workers.add(Thread.currentThread());
              synchronized (monitor) {
                firstAwaits(() -> workers.stream().anyMatch(LockWatchTest::isBlocked));
              }
            });

    assertThat(waits).isPositive();
  }

  private static boolean isParked(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  private static boolean isBlocked(Thread thread) {
    return thread.getState() == Thread.State.BLOCKED;
  }

  @Test
  void shouldSeeThatWorkersWaitedForALockOfTheLibrary() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    Set<Thread> workers = ConcurrentHashMap.newKeySet();

    long waits =
        waits(
            item -> {
              workers.add(Thread.currentThread());
              lock.lock();
              try {
                firstAwaits(() -> workers.stream().anyMatch(LockWatchTest::isParked));
              } finally {
                lock.unlock();
              }
            });

    assertThat(waits).isPositive();
  }

  @Test
  void shouldNotTakeRestsForWaitsForALock() throws Exception {
    assertThat(waits(item -> {})).isZero();
  }

  /** Of the two workers one stays within the lock until the other waits for it. */
  private void firstAwaits(BooleanSupplier condition) {
    if (!first.getAndSet(false)) {
      return;
    }
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new IllegalStateException("the other worker never waits");
      }
      Thread.onSpinWait();
    }
  }

  private static long waits(Consumer<Integer> step) throws Exception {
    Arrivals arrivals = new Arrivals();
    Line line = Lines.start(Lines.PAIPA, Shape.of(List.of(2), step.andThen(arrivals)));
    LineThreads threads = LineThreads.of(line, 2);
    threads.awaitParked();
    LockWatch watch = new LockWatch();
    line.putAll(Items.numbers(COUNT));
    arrivals.await(COUNT);
    threads.awaitParked();
    long waits = watch.waits(threads);
    line.finish();
    return waits;
  }
}
