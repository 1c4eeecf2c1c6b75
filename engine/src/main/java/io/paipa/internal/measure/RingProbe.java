package io.paipa.internal.measure;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Measures how long something is in a ring: of one publication at a time, and not of each. A
 * producer marks its publication if the probe is free; whoever takes it from the ring reads the
 * clock.
 *
 * <p><b>Who writes what.</b> FREE to MARKING goes by compare-and-set, by one producer; that one
 * alone writes the mark, then MARKED, and only then publishes. The worker that claims, one at a
 * time, does all else: MARKED to RESTING when it has taken what was marked, and RESTING to FREE
 * when the probe has rested. So nobody writes a mark that another reads.
 */
public final class RingProbe {
  private static final int FREE = 0;
  private static final int MARKING = 1;
  private static final int MARKED = 2;
  private static final int RESTING = 3;

  /** It rests for so many claims, unless publications stay for long: each mark costs a little. */
  private static final int REST_CLAIMS = 16;

  private static final long LONG_NANOS = 1_000_000;
  private final LongSupplier nanoTime;
  private final Histogram times = new Histogram();
  private final AtomicInteger state = new AtomicInteger(FREE);
  private long sequence;
  private long markedNanos;
  private long lastNanos;
  private int restLeft;

  /**
   * A probe that is free.
   *
   * @param nanoTime the clock, which does not throw
   */
  public RingProbe(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * By a producer: whether there is a use in {@link #mark}.
   *
   * @return true if so
   */
  public boolean isFree() {
    return state.getOpaque() == FREE;
  }

  /**
   * By a producer, before it publishes: marks that, if the probe is free.
   *
   * @param published the sequence
   */
  public void mark(long published) {
    if (state.compareAndSet(FREE, MARKING)) {
      sequence = published;
      markedNanos = nanoTime.getAsLong();
      state.setRelease(MARKED);
    }
  }

  /**
   * By the one worker that claims: all up to a sequence is taken.
   *
   * @param last the sequence
   */
  public void taken(long last) {
    int now = state.getAcquire();
    if (now == MARKED && last - sequence >= 0) {
      record();
    } else if (now == RESTING && --restLeft <= 0) {
      state.setRelease(FREE);
    }
  }

  private void record() {
    long now = nanoTime.getAsLong();
    times.record(now - markedNanos);
    restLeft = now - lastNanos > LONG_NANOS ? 0 : REST_CLAIMS;
    lastNanos = now;
    state.setRelease(restLeft == 0 ? FREE : RESTING);
  }

  /**
   * What was measured.
   *
   * @return the times in the ring
   */
  public Histogram times() {
    return times;
  }
}
