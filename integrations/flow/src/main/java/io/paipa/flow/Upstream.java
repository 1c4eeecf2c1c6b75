package io.paipa.flow;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscription to a publisher. Rule 2.7 wants its methods to be called one after another. But
 * the publisher's thread makes the first request, the source thread the others, and the thread that
 * ends the source cancels; and a publisher may send within a request all that was asked for.
 *
 * <p>So a thread writes what it wants, and counts itself. The one that has counted itself first
 * makes the calls, until nobody has come meanwhile; the others wait for nothing. What is written
 * before the count is seen by the thread that makes the calls, for it looks again after it has read
 * the count. So no request and no cancellation is lost.
 */
final class Upstream {
  private final Consumer<? super Throwable> whenBroken;
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
  private final AtomicLong wanted = new AtomicLong();
  private final AtomicInteger counted = new AtomicInteger();
  private volatile boolean unwanted;
  private volatile boolean over;

  /**
   * Not subscribed yet.
   *
   * @param whenBroken takes what the subscription throws, which the rules forbid
   */
  Upstream(Consumer<? super Throwable> whenBroken) {
    this.whenBroken = whenBroken;
  }

  /**
   * The subscription is there.
   *
   * @return false if there was one before
   */
  boolean subscribed(Flow.Subscription given) {
    return subscription.compareAndSet(null, given);
  }

  /** Asks for more, if the publisher has not ended, and was not cancelled. */
  void request(long count) {
    wanted.addAndGet(count);
    work();
  }

  /** Wants no more, now or as soon as there is a subscription. */
  void cancel() {
    unwanted = true;
    work();
  }

  /** The publisher has made its last signal: nothing may be asked of it (rule 2.4). */
  void over() {
    over = true;
  }

  private void work() {
    if (counted.getAndIncrement() == 0) {
      int seen = 1;
      while (seen != 0) {
        callOnce();
        seen = counted.addAndGet(-seen);
      }
    }
  }

  private void callOnce() {
    Flow.Subscription known = subscription.get();
    if (known == null || over) {
      return;
    }
    try {
      if (unwanted) {
        over = true;
        known.cancel();
      } else {
        long count = wanted.getAndSet(0);
        if (count > 0) {
          known.request(count);
        }
      }
    } catch (Throwable t) {
      over = true;
      whenBroken.accept(t);
    }
  }
}
