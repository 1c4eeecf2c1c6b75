package io.paipa.benchmarks.model;

import com.lmax.disruptor.Sequence;
import java.util.Arrays;

/**
 * Two threads that take turns, as two workers that contend for a word: each reads it until the
 * other has written it, does some work, and writes it by compare-and-set.
 */
final class Turns {
  private static final int ROUNDS = 10_000;
  private static final int ROUNDS_AT_LEAST = 100;
  private static final int WARM_UP_ROUNDS = 5_000;

  /** So few that most rounds pass while both threads have a core. */
  private static final int TURNS_PER_ROUND = 200;

  private static final long PATIENCE_NANOS = 3_000_000_000L;
  private static final int SPINS_BEFORE_YIELD = 20_000;

  private final Sequence turn = new Sequence(0);
  private final Runnable work;
  private volatile boolean done;

  /** Of the calling thread. */
  private int yields;

  private Turns(Runnable work) {
    this.work = work;
  }

  /**
   * How long a turn lasts.
   *
   * @param work what a thread does in its turn
   * @throws IllegalStateException if the two hardly ever had a core each
   */
  static Timings nanos(Runnable work) throws InterruptedException {
    Turns turns = new Turns(work);
    Thread other = new Thread(turns::answer, "turns");
    other.setDaemon(true);
    other.start();
    try {
      turns.rounds(WARM_UP_ROUNDS);
      double[] rounds = turns.rounds(ROUNDS);
      if (rounds.length < ROUNDS_AT_LEAST) {
        throw new IllegalStateException(
            "two threads did not get a core each: try again when other programs leave two cores");
      }
      return Timings.of(rounds);
    } finally {
      turns.done = true;
      other.join();
    }
  }

  /**
   * So many, or as many as there is time for. A round does not count in which the two had no core
   * each: then a turn takes as long as it takes to switch threads.
   */
  private double[] rounds(int count) {
    double[] nanos = new double[count];
    int counted = 0;
    long begin = System.nanoTime();
    long start = begin;
    while (counted < count && start - begin < PATIENCE_NANOS) {
      int yieldsBefore = yields;
      for (int i = 0; i < TURNS_PER_ROUND / 2; i++) {
        takeTurn(0);
      }
      long end = System.nanoTime();
      if (yields == yieldsBefore) {
        nanos[counted++] = (double) (end - start) / TURNS_PER_ROUND;
      }
      start = end;
    }
    return Arrays.copyOf(nanos, counted);
  }

  private void answer() {
    while (!done) {
      takeTurn(1);
    }
  }

  /** Waits for it, unless all is done. */
  private void takeTurn(int mine) {
    long seen = turn.get();
    for (int spins = 1; seen % 2 != mine; spins++) {
      if (spins % SPINS_BEFORE_YIELD == 0) {
        if (done) {
          return;
        }
        Thread.yield(); // the other may wait for this core
        if (mine == 0) {
          yields++;
        }
      }
      seen = turn.get();
    }
    work.run();
    turn.compareAndSet(seen, seen + 1);
  }
}
