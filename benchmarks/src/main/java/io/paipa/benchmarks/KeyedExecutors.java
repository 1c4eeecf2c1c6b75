package io.paipa.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * An executor of one thread for each worker, chosen by the hash of the key. A semaphore bounds what
 * waits, as the capacity does elsewhere.
 *
 * @param workers how many executors
 * @param tokens what an item costs
 * @param key gives the keys
 */
record KeyedExecutors(int workers, int tokens, Function<Integer, ?> key) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity)
      throws InterruptedException, TimeoutException {
    Tallies tallies = new Tallies();
    Burning[] workersOf =
        IntStream.range(0, workers)
            .mapToObj(i -> new Burning(tokens, tallies.add()))
            .toArray(Burning[]::new);
    ExecutorService[] executors =
        IntStream.range(0, workers)
            .mapToObj(i -> Executors.newSingleThreadExecutor())
            .toArray(ExecutorService[]::new);
    Semaphore room = new Semaphore(capacity);
    try {
      for (Integer item : items) {
        int worker = Math.floorMod(key.apply(item).hashCode(), workers);
        room.acquire();
        executors[worker].execute(
            () -> {
              workersOf[worker].take(item);
              room.release();
            });
      }
      for (ExecutorService executor : executors) {
        executor.shutdown();
        if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
          throw new TimeoutException("The executor does not end");
        }
      }
      return tallies.total();
    } finally {
      for (ExecutorService executor : executors) {
        executor.shutdownNow();
      }
    }
  }
}
