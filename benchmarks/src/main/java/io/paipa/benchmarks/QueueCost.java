package io.paipa.benchmarks;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A queue, a thread that fills it, and one for each worker, with an end marker of its own. */
record QueueCost(int workers, int tokens) implements Contender {
  /** No item is negative. */
  private static final Integer END = Integer.valueOf(-1_000_000);

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(capacity);
    Tallies tallies = new Tallies();
    try (Crew threads = new Crew(1 + workers)) {
      threads.start(() -> feed(items, queue));
      for (int i = 0; i < workers; i++) {
        Burning worker = new Burning(tokens, tallies.add());
        threads.start(() -> work(queue, worker));
      }
      threads.join();
    }
    return tallies.total();
  }

  private void feed(Iterable<Integer> items, BlockingQueue<Integer> queue)
      throws InterruptedException {
    for (Integer item : items) {
      queue.put(item);
    }
    for (int i = 0; i < workers; i++) {
      queue.put(END);
    }
  }

  private static void work(BlockingQueue<Integer> queue, Burning worker)
      throws InterruptedException {
    for (Integer item = queue.take(); !item.equals(END); item = queue.take()) {
      worker.take(item);
    }
  }
}
