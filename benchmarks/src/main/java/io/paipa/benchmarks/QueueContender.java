package io.paipa.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is written without an engine: two queues, a pool of threads, an end marker for each worker.
 */
record QueueContender(int first, int second) implements Contender {
  /** No item is negative. */
  private static final Integer END = Integer.valueOf(-1_000_000);

  @Override
  public long run(Iterable<Integer> items, int capacity) throws Exception {
    BlockingQueue<Integer> toA = new ArrayBlockingQueue<>(capacity);
    BlockingQueue<Integer> toB = new ArrayBlockingQueue<>(capacity);
    ExecutorService threads = Executors.newFixedThreadPool(1 + first + second);
    try {
      AtomicInteger running = new AtomicInteger(first);
      List<Future<Long>> counts = new ArrayList<>();
      List<Future<Long>> others = new ArrayList<>();
      others.add(threads.submit(() -> feed(items, toA)));
      for (int i = 0; i < first; i++) {
        others.add(threads.submit(worker(toA, toB, running)));
      }
      for (int i = 0; i < second; i++) {
        counts.add(threads.submit(() -> count(toB)));
      }
      for (Future<Long> other : others) {
        other.get();
      }
      long sum = 0;
      for (Future<Long> count : counts) {
        sum += count.get();
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }

  private long feed(Iterable<Integer> items, BlockingQueue<Integer> to)
      throws InterruptedException {
    for (Integer item : items) {
      to.put(item);
    }
    for (int i = 0; i < first; i++) {
      to.put(END);
    }
    return 0;
  }

  private Callable<Long> worker(
      BlockingQueue<Integer> from, BlockingQueue<Integer> to, AtomicInteger running) {
    return () -> {
      for (Integer item = from.take(); !isEnd(item); item = from.take()) {
        to.put(item);
      }
      if (running.decrementAndGet() == 0) {
        for (int i = 0; i < second; i++) {
          to.put(END);
        }
      }
      return 0L;
    };
  }

  private static long count(BlockingQueue<Integer> from) throws InterruptedException {
    long count = 0;
    for (Integer item = from.take(); !isEnd(item); item = from.take()) {
      count++;
    }
    return count;
  }

  private static boolean isEnd(Integer item) {
    return item.equals(END);
  }
}
