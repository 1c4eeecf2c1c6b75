package io.paipa.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs each task in a thread of its own, and knows what has become of it. */
final class Crew implements Executor {
  private static final long PATIENCE_SECONDS = 20;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

  private final ThreadFactory factory;

  Crew() {
    this(Thread::new);
  }

  Crew(ThreadFactory factory) {
    this.factory = factory;
  }

  @Override
  public void execute(Runnable task) {
    Thread thread = factory.newThread(task);
    thread.setName("crew-" + threads.size());
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((ended, failure) -> uncaught.add(failure));
    threads.add(thread);
    thread.start();
  }

  List<Thread> threads() {
    return threads;
  }

  /** What the threads ended by; to be called after {@link #awaitEnd}. */
  List<Throwable> uncaught() {
    return uncaught;
  }

  void awaitEnd() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      assertThat(thread.isAlive()).as("%s is still alive", thread).isFalse();
    }
  }

  /** Waits until all threads of the crew are parked. */
  void awaitParked() {
    await(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("in time").isTrue();
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(deadline - System.nanoTime()).as("nanoseconds to the deadline").isPositive();
      Thread.yield();
    }
  }
}
