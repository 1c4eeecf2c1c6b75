package io.paipa.internal.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paipa.Threads;
import io.paipa.internal.platform.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread at a time holds it; one that never gives it back holds nobody for ever. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SpinLockTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 100_000;

  private static final int ENOUGH_TO_KEEP_ALL_CORES =
      2 * Runtime.getRuntime().availableProcessors();

  private final SpinLock lock = new SpinLock();
  private final AtomicReference<@Nullable Boolean> taken = new AtomicReference<>();
  private long counted;

  @Test
  void shouldLetOneThreadAtATimeIn() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::count, "spin-lock-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(counted).isEqualTo((long) THREADS * ROUNDS);
    assertThat(lock.holding()).isNegative();
  }

  private void count() {
    for (int i = 0; i < ROUNDS; i++) {
      while (!lock.tryLockSoon()) {
        Thread.onSpinWait();
      }
      counted++;
      lock.unlock();
    }
  }

  @Test
  void shouldNumberEachHolding() {
    assertThat(lock.tryLock()).isTrue();
    long first = lock.holding();
    assertThat(lock.tryLock()).isFalse();
    assertThat(lock.holding()).isEqualTo(first).isNotNegative();
    lock.unlock();
    assertThat(lock.holding()).isNegative();
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.holding()).isNotNegative().isNotEqualTo(first);
  }

  @Test
  void shouldGiveUpAtTheDeadline() {
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.tryLock(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    lock.unlock();
    assertThat(lock.tryLock(System.nanoTime())).isTrue();
  }

  @Test
  void shouldGiveUpWhenItIsNotFreeSoon() {
    assertThat(lock.tryLock()).isTrue();
    assertThat(lock.tryLockSoon()).isFalse();
    lock.unlock();
    assertThat(lock.tryLockSoon()).isTrue();
  }

  /** It may hold another lock, and virtual threads that compute keep all cores meanwhile. */
  @Test
  void shouldNotLoseItsCoreToOtherVirtualThreads() {
    assumeTrue(VirtualThreads.areSupported());
    assertThat(lock.tryLock()).isTrue();
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch computed = new CountDownLatch(1);
    CountDownLatch queued = new CountDownLatch(1);
    startVirtual(
        () -> {
          runs.countDown();
          spinWhile(() -> queued.getCount() > 0);
          taken.set(lock.tryLockSoon());
        });
    Threads.await(() -> runs.getCount() == 0);
    for (int i = 0; i < ENOUGH_TO_KEEP_ALL_CORES; i++) {
      startVirtual(() -> spinWhile(() -> computed.getCount() > 0));
    }
    queued.countDown();
    try {
      Threads.await(() -> taken.get() != null);
      assertThat(taken).hasValue(false);
    } finally {
      computed.countDown();
    }
  }

  private static void startVirtual(Runnable work) {
    VirtualThreads.factory().newThread(work).start();
  }

  private static void spinWhile(BooleanSupplier condition) {
    while (condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
