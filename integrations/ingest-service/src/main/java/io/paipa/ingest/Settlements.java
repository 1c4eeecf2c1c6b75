package io.paipa.ingest;

import io.paipa.Settlement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What became of the orders of one request. The request's thread expects, before an order is handed
 * over; the pipeline's threads settle.
 *
 * <p>One more is expected from the beginning, until the request has handed over all. So the count
 * comes to zero once, after the last of both, whichever is last; and no thread waits for it.
 */
final class Settlements {
  private final AtomicInteger expected = new AtomicInteger(1);
  private final AtomicInteger stored = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final CompletableFuture<Void> all = new CompletableFuture<>();

  /** An order is about to be handed over. */
  void expect() {
    expected.incrementAndGet();
  }

  /** It was not taken. */
  void expectNot() {
    countDown();
  }

  /** It is settled. */
  void settled(Settlement outcome) {
    switch (outcome) {
      case DONE -> stored.incrementAndGet();
      case DEAD_LETTERED -> refused.incrementAndGet();
      case FAILED, ABANDONED -> lost.incrementAndGet();
    }
    countDown();
  }

  private void countDown() {
    if (expected.decrementAndGet() == 0) {
      all.complete(null);
    }
  }

  /**
   * No more orders come.
   *
   * @param limit how long to wait for their settlements
   * @return complete when all are settled, or the limit is over
   */
  CompletionStage<Void> allOrAfter(Duration limit) {
    countDown();
    return all.completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  int stored() {
    return stored.get();
  }

  int refused() {
    return refused.get();
  }

  int lost() {
    return lost.get();
  }
}
