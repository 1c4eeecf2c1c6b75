package io.paipa.benchmarks;

import java.util.concurrent.Executor;

/** A ring and a pool of workers on it. */
interface RingPool {
  void start(Executor executor);

  void publish(long value);

  void halt();
}
