package io.paipa.examples.readme;

import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.CheckedConsumer;
import io.paipa.Pipeline;

/** The orders of one customer are stored one after the other, those of eight at the same time. */
public final class OrdersByCustomer {
  private OrdersByCustomer() {}

  /** An order, and whose it is. */
  record Order(String customer, int number) {}

  static Builder<Order, Void> orders(CheckedConsumer<Order> store) {
    // tag::keyed[]
    return Pipeline.<Order>named("orders")
        .sink("store", store)
        .workers(8)
        .keyed(Order::customer)
        .retrying(3, Backoff.exponential(ofMillis(10)));
    // end::keyed[]
  }
}
