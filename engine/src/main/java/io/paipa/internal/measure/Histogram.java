package io.paipa.internal.measure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
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
  private final AtomicReference<@Nullable AtomicLongArray> counts = new AtomicReference<>();

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

  /** Made once, without a lock: workers that come to it at the same time do not wait. */
  private AtomicLongArray buckets() {
    AtomicLongArray made = counts.get();
    if (made == null) {
      counts.compareAndSet(null, new AtomicLongArray(Buckets.COUNT));
      made = Objects.requireNonNull(counts.get());
    }
    return made;
  }

  /**
   * What was recorded so far.
   *
   * @return a copy
   */
  public HistogramSnapshot snapshot() {
    AtomicLongArray made = counts.get();
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
