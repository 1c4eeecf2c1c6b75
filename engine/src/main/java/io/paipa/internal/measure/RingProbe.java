package io.paipa.internal.measure;

import com.lmax.disruptor.Sequence;
import java.util.concurrent.ThreadLocalRandom;
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
 * when the probe has rested. So nobody writes a mark that another reads. Producers read the state
 * with each publication: so it has a cache line of its own.
 */
public final class RingProbe {
  private static final long FREE = 0;
  private static final long MARKING = 1;
  private static final long MARKED = 2;
  private static final long RESTING = 3;

  /** It rests for so many claims, unless publications stay for long: each mark costs a little. */
  private static final int REST_CLAIMS = 64;

  /** Of these, after so many each it looks how much is in the ring. */
  private static final int LOOK_CLAIMS = 8;

  private static final long LONG_NANOS = 1_000_000;

  /** What the worker that claims writes again and again, apart from what producers read. */
  private static final class Rest extends Pad {
    long lastNanos;
    int claimsLeft;
    long deepest = 1;
  }

  private final LongSupplier nanoTime;
  private final LongSupplier published;
  private final Histogram times = new Histogram();
  private final Sequence state = new Sequence(FREE);
  private final Rest rest = new Rest();
  private long turn = Long.MIN_VALUE;
  private long sequence;
  private long markedNanos;

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
    return state.get() == FREE && next >= turn;
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
      state.set(MARKED);
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
    long now = state.get();
    if (now == MARKED && last - sequence >= 0) {
      record(first);
    } else if (now == RESTING) {
      rest(first);
    }
  }

  private void record(long first) {
    long now = nanoTime.getAsLong();
    times.record(now - markedNanos);
    boolean rests = now - rest.lastNanos <= LONG_NANOS;
    rest.lastNanos = now;
    rest.deepest -= rest.deepest / 8;
    if (rests) {
      rest.claimsLeft = REST_CLAIMS;
      state.set(RESTING);
    } else {
      free(first);
    }
  }

  private void rest(long first) {
    rest.claimsLeft--;
    if (rest.claimsLeft <= 0) {
      free(first);
    } else if (rest.claimsLeft % LOOK_CLAIMS == 0) {
      rest.deepest = Math.max(rest.deepest, published.getAsLong() - first + 1);
    }
  }

  private void free(long first) {
    long last = published.getAsLong();
    rest.deepest = Math.max(rest.deepest, last - first + 1);
    turn = last + 1 + ThreadLocalRandom.current().nextLong(rest.deepest);
    state.set(FREE);
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
