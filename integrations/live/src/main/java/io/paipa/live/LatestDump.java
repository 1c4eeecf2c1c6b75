package io.paipa.live;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's dump, made anew for readers once a second at most, and one at a time. Safe for all
 * threads: the one that has the lock makes it. Others wait for a second, and then get the last one.
 * So a dump that takes long keeps one thread of the page, and not all.
 */
final class LatestDump {
  private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Bytes NONE_YET =
      Bytes.of("A dump is being made, which takes long. Ask again in a moment.\n");

  /** What was made, and when. */
  private record Made(Bytes dump, long nanos) {}

  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Made last;

  Bytes get(Supplier<Bytes> maker) {
    if (!canMake()) {
      Made made = last;
      return made == null ? NONE_YET : made.dump();
    }
    try {
      Made made = last;
      if (made == null || System.nanoTime() - made.nanos() > OLD_NANOS) {
        made = new Made(maker.get(), System.nanoTime());
        last = made;
      }
      return made.dump();
    } finally {
      making.unlock();
    }
  }

  private boolean canMake() {
    try {
      return making.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the reader is cut
      return false;
    }
  }
}
