package io.paipa.benchmarks.results;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How much of the processors other programs leave over. A thread for each core spins for a moment.
 * What processor time all of them got is compared with the time that passed. On a machine that
 * others keep busy, engines that spin, yield and wake lose more than a queue does, and a ratio says
 * nothing.
 */
final class FreeCores {
  /** Of less, nothing is concluded. */
  static final double ENOUGH = 0.8;

  private static final Duration MOMENT = Duration.ofMillis(150);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FreeCores() {}

  /** From 0 to 1. */
  static double share() {
    int cores = Machine.cores();
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      List<Future<Double>> shares = new ArrayList<>();
      Callable<Double> spin = FreeCores::spin;
      for (int i = 0; i < cores; i++) {
        shares.add(threads.submit(spin));
      }
      double sum = 0;
      for (Future<Double> share : shares) {
        sum += share.get();
      }
      return Math.min(1, sum / cores);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static double spin() {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    long passed = 0;
    while (passed < MOMENT.toNanos()) {
      Thread.onSpinWait();
      passed = System.nanoTime() - start;
    }
    return (double) (THREADS.getCurrentThreadCpuTime() - cpu) / passed;
  }
}
