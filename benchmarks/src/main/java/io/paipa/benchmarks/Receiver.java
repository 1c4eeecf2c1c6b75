package io.paipa.benchmarks;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * The end of a line that is fed at a fixed rate: records how long after the moment at which it
 * should have been sent each item arrives. The items are the numbers from 0, in order, and one
 * thread brings them. Its fields are written before the first item of a run is sent, and read after
 * the last one has arrived.
 */
final class Receiver implements Consumer<Integer> {
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final long DEADLINE_NANOS = 120_000_000_000L;
  private static final long LOOK_NANOS = 100_000;

  private final Histogram latencies = new Histogram(LONGEST_NANOS, 3);
  private final int count;
  private final long intervalNanos;
  private long startNanos;
  private int next;
  private long lastNanos;
  private volatile boolean done;

  Receiver(int count, long intervalNanos) {
    this.count = count;
    this.intervalNanos = intervalNanos;
  }

  /** Another run, whose first item should be sent at that time. */
  void begin(long startNanos) {
    latencies.reset();
    this.startNanos = startNanos;
    next = 0;
    done = false;
  }

  /** When an item should be sent. */
  long sendAt(int item) {
    return startNanos + item * intervalNanos;
  }

  @Override
  public void accept(Integer item) {
    if (item != next) {
      throw new IllegalStateException(item + " arrived, not " + next);
    }
    next++;
    long now = System.nanoTime();
    latencies.recordValue(Math.min(now - sendAt(item), LONGEST_NANOS));
    if (next == count) {
      lastNanos = now;
      done = true;
    }
  }

  void await() {
    long start = System.nanoTime();
    while (!done) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new IllegalStateException("not all of " + count + " items arrived");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  Histogram latencies() {
    return latencies;
  }

  /** The rate at which the items came out. */
  double achievedPerSecond() {
    return count * 1e9 / (lastNanos - startNanos);
  }
}
