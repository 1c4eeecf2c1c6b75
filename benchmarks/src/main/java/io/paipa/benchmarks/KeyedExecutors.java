package io.paipa.benchmarks;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

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
    List<Burning> ofWorkers =
        Stream.generate(() -> new Burning(tokens, tallies.add())).limit(workers).toList();
    run(
        items,
        capacity,
        key,
        ofWorkers.stream().map(each -> (Consumer<Integer>) each::take).toList());
    return tallies.total();
  }

  /** Gives each item to one of the workers, by the hash of its key. */
  static void run(
      Iterable<Integer> items,
      int capacity,
      Function<Integer, ?> key,
      List<? extends Consumer<Integer>> workers)
      throws InterruptedException, TimeoutException {
    List<ExecutorService> executors =
        Stream.generate(Executors::newSingleThreadExecutor).limit(workers.size()).toList();
    Semaphore room = new Semaphore(capacity);
    try {
      for (Integer item : items) {
        int worker = Math.floorMod(key.apply(item).hashCode(), workers.size());
        room.acquire();
        executors
            .get(worker)
            .execute(
                () -> {
                  workers.get(worker).accept(item);
                  room.release();
                });
      }
      for (ExecutorService executor : executors) {
        executor.shutdown();
        if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
          throw new TimeoutException("The executor does not end");
        }
      }
    } finally {
      executors.forEach(ExecutorService::shutdownNow);
    }
  }
}
