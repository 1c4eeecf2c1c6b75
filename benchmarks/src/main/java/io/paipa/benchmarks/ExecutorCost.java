package io.paipa.benchmarks;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.CallerRunsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A task for each item, on an executor with a bounded queue. While the queue is full, the caller
 * runs tasks itself, as the JDK proposes to slow it down: it is one worker more then.
 */
record ExecutorCost(int workers, int tokens) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity)
      throws InterruptedException, TimeoutException {
    Tallies tallies = new Tallies();
    ThreadLocal<Burning> worker = ThreadLocal.withInitial(() -> new Burning(tokens, tallies.add()));
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(capacity),
            new CallerRunsPolicy());
    try {
      for (Integer item : items) {
        executor.execute(() -> worker.get().take(item));
      }
      executor.shutdown();
      if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new TimeoutException("The executor does not end");
      }
      return tallies.total();
    } finally {
      executor.shutdownNow();
      worker.remove();
    }
  }
}
