package io.paipa.stress.chaos;

import io.paipa.Backoff;
import io.paipa.LazySource;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A source that fails at some of its items, as drawn, some times in a row, and is made anew. Used
 * by the source thread, but for the counters.
 */
final class RestartingFeed {
  private static final int RESTARTS_AT_MOST = 5;
  private static final int FAILS_PER_MILLE = 60;
  private static final int PLACES = 3;
  private static final long LONGEST_NANOS = 500_000;

  /** How often it has failed. */
  final AtomicInteger failures = new AtomicInteger();

  /** How often it was asked to begin at another item than the next one. */
  final AtomicInteger wrongBeginnings = new AtomicInteger();

  private final int feed;
  private final Sources source;
  private long failedAt = -1;
  private int failedThere;

  RestartingFeed(int feed, Sources source) {
    this.feed = feed;
    this.source = source;
  }

  LazySource<Object> source() {
    Backoff backoff =
        retry -> Duration.ofNanos(Math.floorMod(Mix.hash(feed, retry, 82), LONGEST_NANOS));
    return LazySource.restarting(RESTARTS_AT_MOST, backoff, this::from);
  }

  private Iterator<Object> from(long given) {
    wrongBeginnings.addAndGet(given == source.pulled.get() ? 0 : 1);
    failAt(given, 0);
    return source.itemsFrom(given, this::failAt);
  }

  /** Throws if it is to fail once more at an item, and at that call. */
  private void failAt(long item, int place) {
    long hash = Mix.hash(feed, item, 80);
    if (Mix.hits(hash, FAILS_PER_MILLE) && Math.floorMod(hash >>> 20, PLACES) == place) {
      failedThere = failedAt == item ? failedThere : 0;
      failedAt = item;
      if (failedThere <= Math.floorMod(hash >>> 30, RESTARTS_AT_MOST)) {
        failedThere++;
        failures.incrementAndGet();
        throw new InjectedException("the source fails at " + item);
      }
    }
  }
}
