package io.paipa.ring;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One run of a pool's workers, from a start to the end of the last of them.
 *
 * <p><b>Everything is drained, nothing hangs.</b> The thread that drains writes the mark, up to
 * where the workers are to claim. It does a full fence, and then looks whether they have claimed so
 * much already. A worker that has claimed looks for the mark before it claims again. Each of these
 * threads that finds it reached halts all. Which workers have ended is known from themselves, not
 * from the ring: an event can be released before its handler returns. One that was never run, since
 * the executor had no thread for it, ends by being halted.
 */
final class Shift<T> {
  private final Backlog<T> backlog;
  private final List<WorkProcessor<T>> workers = new ArrayList<>();
  private final CountDownLatch running;
  private volatile long last = Long.MAX_VALUE;

  Shift(WorkerPool<T> pool) {
    backlog = pool.backlog();
    running = new CountDownLatch(pool.handlers().size());
    for (int i = 0; i < pool.handlers().size(); i++) {
      workers.add(new WorkProcessor<>(pool, this, i));
    }
  }

  List<WorkProcessor<T>> workers() {
    return List.copyOf(workers);
  }

  void start(Executor executor) {
    try {
      workers.forEach(executor::execute);
    } catch (RuntimeException | Error e) {
      halt();
      throw e;
    }
  }

  void halt() {
    workers.forEach(WorkProcessor::halt);
  }

  /**
   * Waits until the workers have done with all events that are published now, or were halted.
   *
   * @return whether they have done with them
   */
  boolean drain() throws InterruptedException {
    long published = beginDrain();
    running.await();
    return backlog.next() > published;
  }

  /**
   * As {@link #drain()}, but halts the workers when the time is up, and does not wait for them.
   *
   * @return whether they have ended in time, and done with all
   */
  boolean drain(long timeoutNanos) throws InterruptedException {
    long published = beginDrain();
    if (running.await(timeoutNanos, TimeUnit.NANOSECONDS)) {
      return backlog.next() > published;
    }
    halt();
    return false;
  }

  private long beginDrain() {
    long published = backlog.lastPublished();
    last = published;
    VarHandle.fullFence();
    if (isDrained(backlog.next())) {
      halt();
    }
    return published;
  }

  /** Whether the workers have claimed everything that they are to, given what is claimed next. */
  boolean isDrained(long next) {
    return next > last;
  }

  /** Called once for each worker, when it has ended. */
  void ended() {
    running.countDown();
  }

  boolean isRunning() {
    return running.getCount() > 0;
  }
}
