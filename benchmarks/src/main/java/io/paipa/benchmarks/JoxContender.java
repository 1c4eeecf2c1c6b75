package io.paipa.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jox: buffered channels between virtual threads, for which they were made; {@code done} ends a
 * channel, so no end markers. Needs JDK 21.
 */
record JoxContender(int first, int second) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws Exception {
    JoxChannel toA = new JoxChannel(capacity);
    JoxChannel toB = new JoxChannel(capacity);
    AtomicInteger running = new AtomicInteger(first);
    Tallies tallies = new Tallies();
    try (Crew threads = new Crew(1 + first + second, VirtualThreads.factory())) {
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
}
