package io.paipa.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Futures are completed when it is time, by one thread, or else forgotten. */
class ClockTest {
  private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONG_NANOS = TimeUnit.HOURS.toNanos(1);

  private final AtomicInteger made = new AtomicInteger();
  private volatile Thread lastMade = Thread.currentThread();
  private final AtomicBoolean noThreads = new AtomicBoolean();
  private final Clock clock = new Clock(this::thread);
  private final CompletableFuture<Boolean> late = new CompletableFuture<>();

  private Thread thread(Runnable work) {
    Thread thread =
        new Thread(work) {
          @Override
          public synchronized void start() {
            if (noThreads.get()) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            made.incrementAndGet();
            super.start();
          }
        };
    thread.setDaemon(true);
    lastMade = thread;
    thread.setUncaughtExceptionHandler((dying, thrown) -> {});
    return thread;
  }

  @AfterEach
  void letItsThreadGo() {
    late.complete(false);
  }

  private static boolean get(CompletableFuture<Boolean> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void shouldCompleteTheEarliestFirst() throws Exception {
    Queue<Integer> order = new ConcurrentLinkedQueue<>();
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    CompletableFuture<Boolean> first = new CompletableFuture<>();
    CompletableFuture<Void> both =
        CompletableFuture.allOf(
            second.thenRun(() -> order.add(2)), first.thenRun(() -> order.add(1)));
    long start = System.nanoTime();
    clock.completeAfter(late, Long.MAX_VALUE);
    clock.completeAfter(second, 5 * SHORT_NANOS);
    clock.completeAfter(first, SHORT_NANOS);
    both.get(20, TimeUnit.SECONDS);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5 * SHORT_NANOS);
    assertThat(order).containsExactly(1, 2);
    assertThat(late).isNotDone();
    assertThat(made).hasValue(1);
  }

  /** It sleeps for 5 s at the most. */
  @Test
  void shouldWakeForAnEarlierOne() throws Exception {
    clock.completeAfter(late, LONG_NANOS);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (lastMade.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
    CompletableFuture<Boolean> earlier = new CompletableFuture<>();
    clock.completeAfter(earlier, SHORT_NANOS);
    assertThat(earlier.get(4, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldLeaveWhatIsComplete() throws Exception {
    CompletableFuture<Boolean> before = CompletableFuture.completedFuture(false);
    CompletableFuture<Boolean> meanwhile = new CompletableFuture<>();
    clock.completeAfter(before, 0);
    clock.completeAfter(meanwhile, LONG_NANOS);
    meanwhile.complete(false);
    assertThat(get(before)).isFalse();
    assertThat(get(meanwhile)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldForgetWhatOthersComplete(boolean withoutThread) {
    noThreads.set(withoutThread);
    WeakReference<Object> reference = completedByAnother();
    noThreads.set(false);
    clock.completeAfter(late, LONG_NANOS); // its thread lives on
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (reference.get() != null) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      System.gc();
    }
  }

  private WeakReference<Object> completedByAnother() {
    CompletableFuture<Boolean> future = new CompletableFuture<>();
    try {
      clock.completeAfter(future, LONG_NANOS);
    } catch (OutOfMemoryError e) {
      assertThat(noThreads).isTrue();
    }
    future.complete(false);
    return new WeakReference<>(future);
  }

  @Test
  void shouldTellWhenThereIsNoThreadAndMakeUpForItWhenThereIsOne() throws Exception {
    CompletableFuture<Boolean> without = new CompletableFuture<>();
    noThreads.set(true);
    assertThatThrownBy(() -> clock.completeAfter(without, SHORT_NANOS))
        .isInstanceOf(OutOfMemoryError.class);
    noThreads.set(false);
    clock.completeAfter(late, LONG_NANOS);
    assertThat(get(without)).isTrue();
  }

  /** An Error of the JVM's can come anywhere. */
  @Test
  void shouldGoOnAfterTheDeathOfItsThread() throws Exception {
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    clock.completeAfter(next, 1_000_000_000); // it is still to come when the thread dies
    clock.completeAfter(
        new CompletableFuture<>() {
          @Override
          public boolean complete(Boolean value) {
            throw new OutOfMemoryError("Java heap space");
          }
        },
        SHORT_NANOS);
    assertThat(get(next)).isTrue();
    assertThat(made).hasValue(2);
  }
}
