package io.paipa.benchmarks.model;

import com.lmax.disruptor.Sequence;
import java.util.concurrent.locks.LockSupport;

/** Measures on this machine what the model is fed with, in a few seconds. */
public final class Measures {
  /** What {@link #refill} copies at once, to tell what an item adds. */
  public static final int LARGE_BATCH = Refilling.LARGE_BATCH;

  private static final int ROUNDS = 1_000;
  private static final int WARM_UP_ROUNDS = 500;
  private static final int TAKES_PER_ROUND = 10_000;
  private static final int WAKE_UPS = 200;
  private static final long ASLEEP_NANOS = 200_000;

  private Measures() {}

  /**
   * A take by one thread alone.
   *
   * @return nanoseconds
   */
  public static Timings take() {
    Sequence word = new Sequence(0);
    takeRounds(word, WARM_UP_ROUNDS);
    return Timings.of(takeRounds(word, ROUNDS));
  }

  private static double[] takeRounds(Sequence word, int count) {
    double[] nanos = new double[count];
    for (int round = 0; round < count; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < TAKES_PER_ROUND; i++) {
        long position = word.get();
        word.compareAndSet(position, position + 1);
      }
      nanos[round] = (double) (System.nanoTime() - start) / TAKES_PER_ROUND;
    }
    return nanos;
  }

  /**
   * A take of a word that another thread wrote last, and that thread by turns.
   *
   * @return nanoseconds
   * @throws InterruptedException if this thread is interrupted
   */
  public static Timings contendedTake() throws InterruptedException {
    return Turns.nanos(() -> {});
  }

  /**
   * A refilling of the claim by two threads in turns; a contended take is in it.
   *
   * @param items how many are copied: 1, or {@link #LARGE_BATCH}
   * @return nanoseconds
   * @throws InterruptedException if this thread is interrupted
   */
  public static Timings refill(int items) throws InterruptedException {
    return Turns.nanos(new Refilling(items));
  }

  /**
   * From the call that wakes a parked thread until that thread runs.
   *
   * @return nanoseconds
   * @throws InterruptedException if this thread is interrupted
   */
  public static Timings wakeUp() throws InterruptedException {
    Sleeper sleeper = new Sleeper();
    sleeper.setDaemon(true);
    sleeper.start();
    double[] nanos = new double[WAKE_UPS];
    for (int i = 0; i < WAKE_UPS; i++) {
      while (sleeper.getState() != Thread.State.WAITING) {
        Thread.yield();
      }
      LockSupport.parkNanos(ASLEEP_NANOS); // until its core has gone idle
      nanos[i] = sleeper.wake();
    }
    sleeper.end();
    sleeper.join();
    return Timings.of(nanos);
  }
}
