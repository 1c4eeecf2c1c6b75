package io.paipa.internal.source;

import io.paipa.SourceReport;
import io.paipa.internal.ledger.SourceCounts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a source gave. Written by the one thread that pulls it, with release stores; read by
 * anybody. The number is written under the lock of {@link SourceTallies}, when the source is
 * accepted, and read under it.
 */
public final class SourceTally {
  private final String kind;
  private final @Nullable OpenDeliveries deliveries;
  private final AtomicLong pulled = new AtomicLong();
  private final AtomicLong restarts = new AtomicLong();
  private volatile long left;
  private long number;

  /**
   * A source that gave nothing yet, and is told of nothing.
   *
   * @param kind what it is, in a word
   */
  SourceTally(String kind) {
    this(kind, null);
  }

  /**
   * A source that gave nothing yet.
   *
   * @param kind what it is, in a word
   * @param deliveries those that it is to be told of; null if there are none
   */
  SourceTally(String kind, @Nullable OpenDeliveries deliveries) {
    this.kind = kind;
    this.deliveries = deliveries;
  }

  /** It gave items. */
  void add(long count) {
    pulled.lazySet(pulled.getPlain() + count);
  }

  /** It was made anew. */
  void restarted() {
    restarts.lazySet(restarts.getPlain() + 1);
  }

  /** It is polled no more, and holds so many items. */
  void leave(long count) {
    left = count;
  }

  long pulled() {
    return pulled.get();
  }

  long restarts() {
    return restarts.get();
  }

  long number() {
    return number;
  }

  /** It is accepted. */
  void numbered(long place) {
    number = place;
  }

  /**
   * Its name in reports.
   *
   * @return what it is, and its number
   */
  public String name() {
    return kind + "-" + number;
  }

  /** How many items it is still to be told of. */
  long open() {
    return deliveries == null ? 0 : deliveries.open();
  }

  SourceReport report(boolean ended, long nowNanos) {
    if (deliveries == null) {
      return new SourceCounts(
          name(),
          pulled.get(),
          restarts.get(),
          ended,
          left,
          Map.of(),
          0,
          Optional.empty(),
          Optional.empty());
    }
    Optional<OldestOpen> oldest = Optional.ofNullable(deliveries.oldest());
    return new SourceCounts(
        name(),
        pulled.get(),
        restarts.get(),
        ended,
        left,
        deliveries.counts(),
        deliveries.open(),
        oldest.map(delivery -> Duration.ofNanos(Math.max(0, nowNanos - delivery.sinceNanos()))),
        oldest.map(OldestOpen::stepName));
  }
}
