package io.paipa.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jox: buffered channels between virtual threads, for which they were made; {@code done} ends a
 * channel, so no end markers. Needs JDK 21.
 */
record JoxContender(int first, int second) implements Contender {
  private static final int NEEDED_JDK = 21;

  JoxContender {
    if (Runtime.version().feature() < NEEDED_JDK) {
      throw new UnsupportedOperationException(
          "engine jox needs JDK " + NEEDED_JDK + " or newer; this is " + Runtime.version());
    }
  }

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    JoxChannel toA = new JoxChannel(capacity);
    JoxChannel toB = new JoxChannel(capacity);
    AtomicInteger running = new AtomicInteger(first);
    Tallies tallies = new Tallies();
    try (Crew threads = new Crew(virtualThreads())) {
      threads.start(
          () -> {
            for (Integer item : items) {
              toA.send(item);
            }
            toA.done();
          });
      for (int i = 0; i < first; i++) {
        threads.start(
            () -> {
              while (toA.receiveOrClosed() instanceof Integer item) {
                toB.send(item);
              }
              if (running.decrementAndGet() == 0) {
                toB.done();
              }
            });
      }
      for (int i = 0; i < second; i++) {
        Tally tally = tallies.add();
        threads.start(
            () -> {
              while (toB.receiveOrClosed() instanceof Integer item) {
                tally.add(item);
              }
            });
      }
      threads.join();
    }
    return tallies.total();
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
