package io.paipa.stress.chaos;

import java.util.concurrent.locks.LockSupport;

/** The pauses of a feed. */
final class Pauses {
  private Pauses() {}

  static void after(Feed feed, long items) {
    if (feed.pauseEvery() > 0 && items > 0 && items % feed.pauseEvery() == 0) {
      LockSupport.parkNanos(feed.pauseMicros() * 1_000L);
    }
  }
}
