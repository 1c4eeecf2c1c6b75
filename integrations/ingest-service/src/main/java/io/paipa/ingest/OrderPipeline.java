package io.paipa.ingest;

import static io.paipa.FailurePolicy.deadLetter;
import static io.paipa.StepOptions.options;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.CheckedFunction;
import io.paipa.Pipeline;
import java.time.Duration;

/**
 * What becomes of an order: it is validated, enriched, and stored together with others.
 *
 * <p>What an order is to blame for, by a {@link RefusedOrderException}, makes it a dead letter: it
 * is kept with the reason, and the others go on. What may pass is retried: a look-up that throws
 * anything else, or takes longer than 5 s, with 23 s of waiting in all; and a database that another
 * process holds. What does not pass by that ends the pipeline, for a supervisor to start the
 * service again.
 *
 * <p>Orders overtake each other at the look-up, by its 16 workers as by its retries. None has to
 * keep its place: each is stored once, by its id.
 *
 * <p>A shutdown stores all that was accepted if that takes no longer than 7 s: the limit of 9 s has
 * the 2 s in it that the end of what is cut off may take. Some 530 orders can wait for the 16
 * workers: two rings of 256, and what is in work. So look-ups may take 150 ms, and not 250. If they
 * take longer, or fail at that moment, accepted orders can be lost: then less capacity is needed,
 * or a longer limit.
 */
final class OrderPipeline {
  /** Less than systems grant before they kill: Kubernetes 30 s, Docker 10 s unless told more. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(9);

  /** From 0.1 s to 10 s, together 23 s: so a restart of the other system is got over. */
  private static final Backoff LOOKUP_BACKOFF =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10));

  private static final int LOOKUP_RETRIES = 8;

  private static final long MOST_CENTS = 100_000_000;

  private OrderPipeline() {}

  /**
   * The description: each build of it is a new pipeline.
   *
   * @param lookup adds to an order what is known of its customer; called by 16 threads at a time
   * @param store takes the orders, and those that are refused
   */
  static Builder<Order, Void> of(CheckedFunction<Order, EnrichedOrder> lookup, OrderStore store) {
    DeadLetters deadLetters = new DeadLetters(store);
    return Pipeline.<Order>named("orders")
        .drainAtShutdown(DRAIN_LIMIT)
        .terminationTimeout(Duration.ofSeconds(2))
        // few slots: what waits in memory is what a crash loses, and a full ring is answered by 429
        .defaults(options().capacity(256).stallAfter(Duration.ofSeconds(10)))
        .peek("validate", OrderPipeline::validate)
        .onFailure(deadLetter(deadLetters::keep))
        .map("enrich", lookup)
        .workers(16)
        .itemTimeout(Duration.ofSeconds(5))
        .retrying(LOOKUP_RETRIES, LOOKUP_BACKOFF, OrderPipeline::mayPass)
        .onFailure(deadLetter(deadLetters::keep))
        .chunk("chunk", 500)
        .within(Duration.ofMillis(20))
        .sink("store", store::store)
        .capacity(4) // of chunks, each with up to 500 orders
        // each attempt waits for its turn itself
        .retrying(OrderStore.BUSY_RETRIES, Backoff.none(), OrderStore::isBusy);
  }

  private static boolean mayPass(Exception failure) {
    return !(failure instanceof RefusedOrderException);
  }

  static void validate(Order order) throws RefusedOrderException {
    if (order.cents() <= 0 || order.cents() > MOST_CENTS) {
      throw new RefusedOrderException(
          "cents: " + order.cents() + " is not between 1 and " + MOST_CENTS);
    }
  }
}
