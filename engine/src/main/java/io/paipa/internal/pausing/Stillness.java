package io.paipa.internal.pausing;

import io.paipa.internal.platform.TimeSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the puller has been still for long. Pulling is cheap: the puller counts, and reads no
 * clock. The thread that looks, now and then, compares the count with what it was.
 *
 * <p><b>Who writes what.</b> The count is written by the puller, one thread at a time; all else by
 * the thread that looks, one at a time.
 */
final class Stillness {
  /** How often to look: so much longer than is long may it take until it is seen. */
  static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  /** With the time until it is seen: ten seconds at most. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(7_500);

  private final TimeSource time;
  private final AtomicLong pulls = new AtomicLong();
  private long seen = -1;
  private long since;

  Stillness(TimeSource time) {
    this.time = time;
  }

  /** By the puller: it has pulled. */
  void pulled() {
    pulls.lazySet(pulls.getPlain() + 1);
  }

  /** By the thread that looks: it was not still just now, whatever the count says. */
  void broken() {
    seen = -1;
  }

  /** By the thread that looks: whether nobody has pulled since a look that was long ago. */
  boolean isLong() {
    long now = time.nanoTime();
    long count = pulls.get();
    if (count != seen) {
      seen = count;
      since = now;
    }
    return now - since >= LONG_NANOS;
  }
}
