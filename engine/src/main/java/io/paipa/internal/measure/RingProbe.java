package io.paipa.internal.measure;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Measures how long something is in a ring: of one publication at a time, and not of each. A
 * producer marks its publication if the probe is free, and its turn has come; whoever takes it from
 * the ring reads the clock.
 *
 * <p>The turn is some publications ahead, by chance: as many as were in the ring lately, at most.
 * Else the first of each burst would be marked, which waits for nothing. What was in the ring is
 * forgotten by an eighth with each measurement.
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
  private final LongSupplier published;
  private final Histogram times = new Histogram();
  private final AtomicInteger state = new AtomicInteger(FREE);
  private long turn = Long.MIN_VALUE;
  private long sequence;
  private long markedNanos;
  private long lastNanos;
  private int restLeft;
  private long deepest = 1;

  /**
   * A probe that is free.
   *
   * @param nanoTime the clock, which does not throw
   * @param published the last that was published, or is about to be
   */
  public RingProbe(LongSupplier nanoTime, LongSupplier published) {
    this.nanoTime = nanoTime;
    this.published = published;
  }

  /**
   * By a producer, before it publishes: whether that is to be marked, as far as can be seen.
   *
   * @param next the sequence
   * @return true if so
   */
  public boolean isDue(long next) {
    return state.getAcquire() == FREE && next >= turn;
  }

  /**
   * By a producer, before it publishes: marks that, unless another producer has marked something.
   *
   * @param next the sequence
   */
  public void mark(long next) {
    if (state.compareAndSet(FREE, MARKING)) {
      sequence = next;
      markedNanos = nanoTime.getAsLong();
      state.setRelease(MARKED);
    }
  }

  /**
   * By the one worker that claims: some are taken. Where the producers are is asked for only after
   * something was measured: that is on a line of memory which they write all the time.
   *
   * @param first the first of these
   * @param last the last of these
   */
  public void taken(long first, long last) {
    int now = state.getAcquire();
    if (now == MARKED && last - sequence >= 0) {
      record(first);
    } else if (now == RESTING) {
      rest(first);
    }
  }

  private void record(long first) {
    long now = nanoTime.getAsLong();
    times.record(now - markedNanos);
    boolean rests = now - lastNanos <= LONG_NANOS;
    lastNanos = now;
    deepest -= deepest / 8;
    if (rests) {
      restLeft = REST_CLAIMS;
      state.setRelease(RESTING);
    } else {
      free(first);
    }
  }

  private void rest(long first) {
    restLeft--;
    if (restLeft <= 0) {
      free(first);
    } else {
      deepest = Math.max(deepest, published.getAsLong() - first + 1);
    }
  }

  private void free(long first) {
    long last = published.getAsLong();
    deepest = Math.max(deepest, last - first + 1);
    turn = last + 1 + ThreadLocalRandom.current().nextLong(deepest);
    state.setRelease(FREE);
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
