package io.paipa.internal.source;

import io.paipa.SourceReport;
import io.paipa.internal.ledger.SourceCounts;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a source gave. Written by the one thread that pulls it, with release stores; read by
 * anybody. The number is written under the lock of {@link SourceTallies}, when the source is
 * accepted, and read under it.
 */
public final class SourceTally {
  private final String kind;
  private final AtomicLong pulled = new AtomicLong();
  private volatile long left;
  private long number;

  /**
   * A source that gave nothing yet.
   *
   * @param kind what it is, in a word
   */
  SourceTally(String kind) {
    this.kind = kind;
  }

  /** It gave items. */
  void add(long count) {
    pulled.lazySet(pulled.getPlain() + count);
  }

  /** It is polled no more, and holds so many items. */
  void leave(long count) {
    left = count;
  }

  long pulled() {
    return pulled.get();
  }

  long number() {
    return number;
  }

  /** It is accepted. */
  void numbered(long place) {
    number = place;
  }

  SourceReport report(boolean ended) {
    return new SourceCounts(kind + "-" + number, pulled.get(), ended, left);
  }
}
