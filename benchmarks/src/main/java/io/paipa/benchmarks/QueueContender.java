package io.paipa.benchmarks;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * What is written without an engine: two queues, a pool of threads, an end marker for each worker.
 */
record QueueContender(int first, int second, IntFunction<Channel> queues) implements Contender {
  /** No item is negative. */
  private static final Integer END = Integer.valueOf(-1_000_000);

  /** With the queue that is most often picked. */
  QueueContender(int first, int second) {
    this(first, second, size -> new BlockingChannel(new ArrayBlockingQueue<>(size)));
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    Channel toA = queues.apply(capacity);
    Channel toB = queues.apply(capacity);
    AtomicInteger running = new AtomicInteger(first);
    Tallies tallies = new Tallies();
    try (Crew threads = new Crew(1 + first + second)) {
      threads.start(() -> feed(items, toA));
      for (int i = 0; i < first; i++) {
        threads.start(() -> pass(toA, toB, running));
      }
      for (int i = 0; i < second; i++) {
        Tally tally = tallies.add();
        threads.start(() -> count(toB, tally));
      }
      threads.join();
    }
    return tallies.total();
  }

  private void feed(Iterable<Integer> items, Channel to) throws InterruptedException {
    for (Integer item : items) {
      to.put(item);
    }
    end(to, first);
  }

  private void pass(Channel from, Channel to, AtomicInteger running) throws InterruptedException {
    for (Integer item = from.take(); !item.equals(END); item = from.take()) {
      to.put(item);
    }
    if (running.decrementAndGet() == 0) {
      end(to, second);
    }
  }

  private static void count(Channel from, Tally tally) throws InterruptedException {
    for (Integer item = from.take(); !item.equals(END); item = from.take()) {
      tally.add(item);
    }
  }

  private static void end(Channel to, int workers) throws InterruptedException {
    for (int i = 0; i < workers; i++) {
      to.put(END);
    }
  }
}
