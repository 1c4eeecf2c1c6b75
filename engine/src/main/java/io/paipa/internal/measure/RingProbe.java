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
 * Else the first of each burst would be marked, which waits for nothing.
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
   */
  public RingProbe(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * By a producer, before it publishes: whether that is to be marked, as far as can be seen.
   *
   * @param published the sequence
   * @return true if so
   */
  public boolean isDue(long published) {
    return state.getAcquire() == FREE && published >= turn;
  }

  /**
   * By a producer, before it publishes: marks that, unless another producer has marked something.
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
   * By the one worker that claims: some are taken.
   *
   * @param first the first of these
   * @param last the last of these
   * @param published the last that was published, or is about to be
   */
  public void taken(long first, long last, long published) {
    deepest = Math.max(deepest, published - first + 1);
    int now = state.getAcquire();
    if (now == MARKED && last - sequence >= 0) {
      record(published);
    } else if (now == RESTING && --restLeft <= 0) {
      free(published);
    }
  }

  private void record(long published) {
    long now = nanoTime.getAsLong();
    times.record(now - markedNanos);
    boolean rests = now - lastNanos <= LONG_NANOS;
    lastNanos = now;
    if (rests) {
      restLeft = REST_CLAIMS;
      state.setRelease(RESTING);
    } else {
      free(published);
    }
  }

  private void free(long published) {
    turn = published + 1 + ThreadLocalRandom.current().nextLong(deepest);
    deepest = 1;
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
