package io.paipa.kafka.examples;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** What is to be done of each record. Safe for all threads. */
final class Work {
  private final int records;
  private final AtomicInteger left;
  private final CompletableFuture<Double> done = new CompletableFuture<>();
  private final long millis;
  private volatile long startNanos;

  Work(int records, int millisEach) {
    this.records = records;
    this.left = new AtomicInteger(records);
    this.millis = millisEach;
  }

  /** Takes its time. */
  void on() throws InterruptedException {
    if (startNanos == 0) {
      startNanos = System.nanoTime(); // the first few may race: they are the first few
    }
    Thread.sleep(millis);
    if (left.decrementAndGet() == 0) {
      done.complete(records * 1e9 / (System.nanoTime() - startNanos));
    }
  }

  /** Records in a second, once all are done. */
  CompletableFuture<Double> done() {
    return done;
  }
}
