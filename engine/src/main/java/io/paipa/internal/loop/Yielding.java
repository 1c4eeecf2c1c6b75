package io.paipa.internal.loop;

/**
 * Whether an idle worker yields its processor before it parks, and how often. Confined to the
 * worker's thread.
 *
 * <p>How often follows from whether that was of use the last time.
 *
 * <p>A yield that takes as long as a time slice gave the processor to a thread that does not think
 * of giving it back. A worker that is woken from a park runs soon; one that has yielded to such a
 * thread waits for its turn, and so do the items that come meanwhile. If that comes to a tenth of
 * the time, the worker parks without yielding for a while; for longer, if it soon comes to it
 * again. Not if half a ring has gathered: then throughput is what counts, and parking would cost
 * it.
 */
final class Yielding {
  private static final int MIN_YIELDS = 25;
  private static final int MAX_YIELDS = 400;
  private static final long SLICE_NANOS = 500_000;

  /** A worker that loses more than the inverse of this, as a share of the time, loses too much. */
  private static final int RARE = 10;

  private static final long MIN_PAUSE_NANOS = 10_000_000;
  private static final long MAX_PAUSE_NANOS = 640_000_000;

  /** What comes within so many pauses comes again. */
  private static final int SOON = 3;

  private final boolean allowed;

  /** None before there was any work: threads are being started then, and need the cores. */
  private int most;

  /** Since there was work. */
  private long lostNanos;

  private long lostAt = System.nanoTime();
  private boolean pausing;
  private long pausedAt;
  private long pauseNanos = MIN_PAUSE_NANOS;

  /**
   * It has not yielded yet.
   *
   * @param allowed false for a worker that parks at once
   */
  Yielding(boolean allowed) {
    this.allowed = allowed;
  }

  /**
   * Yields once, if it may still do so.
   *
   * @param before how often it did since there was work
   * @return whether it did
   */
  boolean tryYield(int before) {
    if (!allowed || before >= most || isPausing()) {
      return false;
    }
    long start = System.nanoTime();
    Thread.yield();
    long nanos = System.nanoTime() - start;
    if (nanos > SLICE_NANOS) {
      lostNanos += nanos;
    }
    return true;
  }

  private boolean isPausing() {
    if (pausing && System.nanoTime() - pausedAt > pauseNanos) {
      pausing = false;
    }
    return pausing;
  }

  /** It found nothing, and is to park. */
  void didNotHelp() {
    most = Math.max(Math.min(most, MIN_YIELDS), most / 2);
  }

  /**
   * There is something to do again.
   *
   * @param yielded whether it yielded meanwhile
   * @return whether that cost a time slice; then {@link #lostSlice} is to be called
   */
  boolean foundWork(boolean yielded) {
    most = Math.max(MIN_YIELDS, yielded ? Math.min(MAX_YIELDS, 2 * most) : most);
    return lostNanos > 0;
  }

  /**
   * Draws the conclusion from lost time slices.
   *
   * @param much whether half a ring has gathered meanwhile
   */
  void lostSlice(boolean much) {
    long now = System.nanoTime();
    if (!much && now - lostAt < RARE * lostNanos) {
      boolean again = now - pausedAt < SOON * pauseNanos;
      pauseNanos = again ? Math.min(MAX_PAUSE_NANOS, 2 * pauseNanos) : MIN_PAUSE_NANOS;
      pausedAt = now;
      pausing = true;
    }
    lostAt = now;
    lostNanos = 0;
  }
}
