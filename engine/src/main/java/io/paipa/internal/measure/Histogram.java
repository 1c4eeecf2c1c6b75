package io.paipa.internal.measure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts times by their length, in a fixed number of {@link Buckets}. A histogram that got no time
 * takes no memory.
 *
 * <p><b>Who writes what.</b> Any thread records, by atomic additions, so that none is lost. A
 * snapshot that is taken meanwhile may have a time in the counts and not yet in the sum.
 */
public final class Histogram {
  private final AtomicLong sumNanos = new AtomicLong();
  private final AtomicLong maxNanos = new AtomicLong();
  private volatile @Nullable AtomicLongArray counts;

  /**
   * Counts a time.
   *
   * @param nanos how long; less than nothing counts as nothing, as where a clock goes back
   */
  public void record(long nanos) {
    long time = Math.max(0, nanos);
    buckets().getAndIncrement(Buckets.of(time));
    sumNanos.getAndAdd(time);
    if (time > maxNanos.get()) {
      maxNanos.accumulateAndGet(time, Math::max);
    }
  }

  private AtomicLongArray buckets() {
    AtomicLongArray made = counts;
    return made == null ? make() : made;
  }

  private synchronized AtomicLongArray make() {
    AtomicLongArray made = counts;
    if (made == null) {
      made = new AtomicLongArray(Buckets.COUNT);
      counts = made;
    }
    return made;
  }

  /**
   * What was recorded so far.
   *
   * @return a copy
   */
  public HistogramSnapshot snapshot() {
    AtomicLongArray made = counts;
    if (made == null) {
      return HistogramSnapshot.EMPTY;
    }
    long[] copy = new long[Buckets.COUNT];
    for (int i = 0; i < Buckets.COUNT; i++) {
      copy[i] = made.get(i);
    }
    return new HistogramSnapshot(copy, sumNanos.get(), maxNanos.get());
  }
}
