package io.paipa.flow;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A subscription of a publisher that a test plays. Says so if two calls overlap. */
class ByHand implements Flow.Subscription {
  final AtomicLong requested = new AtomicLong();
  final AtomicInteger cancelled = new AtomicInteger();
  final AtomicInteger overlaps = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();

  @Override
  public void request(long n) {
    overlaps.addAndGet(inside.getAndIncrement());
    requested.addAndGet(n);
    asked(n);
    inside.decrementAndGet();
  }

  @Override
  public void cancel() {
    overlaps.addAndGet(inside.getAndIncrement());
    cancelled.incrementAndGet();
    inside.decrementAndGet();
  }

  /** What the publisher does with a request. */
  void asked(long n) {}
}
