package io.paipa.internal.loop;

/**
 * Whether an idle worker yields its processor before it parks, and how often. Confined to the
 * worker's thread.
 *
 * <p>How often follows from whether that was of use the last time.
 *
 * <p>A yield that takes long gave the core to another thread. Where that thread has brought many
 * items meanwhile, the yield was worth it. Else this worker keeps the core from those that have
 * work to do: two workers that yield to each other take a core whole. Or it has waited itself, and
 * so have the items: a worker that is woken from a park runs soon, one that has yielded waits for
 * its turn. If what was lost like that comes to a tenth of the time, the worker parks without
 * yielding for a while; for longer, if it soon comes to it again.
 */
final class Yielding {
  private static final int MIN_YIELDS = 25;
  private static final int MAX_YIELDS = 400;

  /** A yield that takes longer gave the core to another thread. */
  private static final long SWITCH_NANOS = 1_500;

  /**
   * The workers of the last step come to a conclusion when they have lost so much, those before
   * them when it is twice as much, and so on. So of two workers that yield to each other the one
   * behind parks. The other then has the core for itself, and has the time to wake it. The one in
   * front is spared the wake-ups by its producer, which may be the busiest of all.
   */
  private static final long CONCLUSIVE_NANOS = 500_000;

  /**
   * For how long others may have the core to bring one item: what it costs this worker to park, and
   * them to wake it.
   */
  static final long ITEM_NANOS = 5_000;

  /** A worker that loses more than the inverse of this, as a share of the time, loses too much. */
  private static final int RARE = 10;

  private static final long MIN_PAUSE_NANOS = 10_000_000;
  private static final long MAX_PAUSE_NANOS = 640_000_000;

  /** What comes within so many pauses comes again. */
  private static final int SOON = 3;

  private final boolean allowed;
  private final long conclusiveNanos;

  /** None before there was any work: threads are being started then, and need the cores. */
  private int most;

  /** For how long others had the core, since there was work. */
  private long lentNanos;

  /** What of that was not worth while, since the last conclusion. */
  private long lostNanos;

  private long concludedAt = System.nanoTime();
  private boolean pausing;
  private long pausedAt;
  private long pauseNanos = MIN_PAUSE_NANOS;

  /**
   * It has not yielded yet.
   *
   * @param allowed false for a worker that parks at once
   * @param behind how many steps are behind it
   */
  Yielding(boolean allowed, int behind) {
    this.allowed = allowed;
    this.conclusiveNanos = CONCLUSIVE_NANOS * (1 + behind);
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
    if (nanos > SWITCH_NANOS) {
      lentNanos += nanos;
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
   * @return for how long others had the core: if they brought less than that is worth, {@link
   *     #lost} is to be called; 0 if they had not
   */
  long foundWork(boolean yielded) {
    most = Math.max(MIN_YIELDS, yielded ? Math.min(MAX_YIELDS, 2 * most) : most);
    long nanos = lentNanos;
    lentNanos = 0;
    return nanos;
  }

  /**
   * What others had of the core has brought less than it is worth.
   *
   * @param nanos for how long they had it
   */
  void lost(long nanos) {
    lostNanos += nanos;
    if (lostNanos < conclusiveNanos) {
      return;
    }
    long now = System.nanoTime();
    if (now - concludedAt < RARE * lostNanos) {
      boolean again = now - pausedAt < SOON * pauseNanos;
      pauseNanos = again ? Math.min(MAX_PAUSE_NANOS, 2 * pauseNanos) : MIN_PAUSE_NANOS;
      pausedAt = now;
      pausing = true;
    }
    concludedAt = now;
    lostNanos = 0;
  }
}
