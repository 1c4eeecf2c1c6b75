package io.paipa.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The threads of one run of a pipeline that is written by hand. */
final class Crew implements AutoCloseable {
  private final ExecutorService threads;
  private final ExecutorCompletionService<Boolean> done;
  private int started;

  /** A crew of so many platform threads. */
  Crew(int threads) {
    this(threads, Executors.defaultThreadFactory());
  }

  /** A crew of so many of this factory's threads. */
  Crew(int threads, ThreadFactory factory) {
    this.threads = Executors.newFixedThreadPool(threads, factory);
    this.done = new ExecutorCompletionService<>(this.threads);
  }

  /** Starts a thread's work. */
  void start(Job job) {
    done.submit(
        () -> {
          job.run();
          return true;
        });
    started++;
  }

  /** Waits until all that was started is done, or one of them has failed. */
  void join() throws InterruptedException, ExecutionException {
    for (; started > 0; started--) {
      done.take().get();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** What one thread does. */
  @FunctionalInterface
  interface Job {
    void run() throws Exception;
  }
}
