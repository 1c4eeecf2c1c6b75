package io.paipa.ingest;

import static io.paipa.FailurePolicy.deadLetter;
import static io.paipa.StepOptions.options;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.Pipeline;
import java.time.Duration;

/**
 * What becomes of an order: it is validated, enriched, and stored together with others.
 *
 * <p>An order that makes no sense, or that makes a step throw, is a dead letter: the {@link
 * OrderStore} keeps it with the reason, and the others go on. Only what no order is to blame for
 * ends the pipeline: a database that can't be written to.
 */
final class OrderPipeline {
  /** Less than systems grant before they kill: Kubernetes 30 s, Docker 10 s unless told more. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(9);

  private static final long MOST_CENTS = 100_000_000;

  private OrderPipeline() {}

  /** The description: each build of it is a new pipeline. */
  static Builder<Order, Void> of(Customers customers, OrderStore store) {
    return Pipeline.<Order>named("orders")
        .drainAtShutdown(DRAIN_LIMIT)
        .terminationTimeout(Duration.ofSeconds(2))
        // few slots: what waits in memory is what a crash loses, and a full ring is answered by 429
        .defaults(options().capacity(256).stallAfter(Duration.ofSeconds(10)))
        .peek("validate", OrderPipeline::validate)
        .onFailure(deadLetter(store::refuse))
        .map("enrich", customers::enrich)
        .workers(16)
        .itemTimeout(Duration.ofSeconds(5))
        .onFailure(deadLetter(store::refuse))
        .chunk("chunk", 500)
        .within(Duration.ofMillis(20))
        .sink("store", store::store)
        .capacity(4) // of chunks, each with up to 500 orders
        .retrying(6, Backoff.none(), OrderStore::isBusy); // each attempt waits for its turn itself
  }

  static void validate(Order order) throws RefusedOrderException {
    if (order.cents() <= 0 || order.cents() > MOST_CENTS) {
      throw new RefusedOrderException(
          "cents: " + order.cents() + " is not between 1 and " + MOST_CENTS);
    }
  }
}
