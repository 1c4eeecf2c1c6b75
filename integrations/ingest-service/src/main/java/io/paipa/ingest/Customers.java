package io.paipa.ingest;

import java.time.Duration;
import java.util.List;

/**
 * Finds customers. It stands for a call of another system: it has 1,000 customers, {@code c-0} to
 * {@code c-999}, and takes its time. Immutable.
 */
final class Customers {
  private static final List<String> REGIONS = List.of("north", "east", "south", "west");

  private final Duration latency;

  /**
   * All customers.
   *
   * @param latency how long each look-up takes
   */
  Customers(Duration latency) {
    this.latency = latency;
  }

  /**
   * Adds to an order what is known of its customer.
   *
   * @throws RefusedOrderException if there is no such customer
   */
  EnrichedOrder enrich(Order order) throws RefusedOrderException, InterruptedException {
    Thread.sleep(latency.toMillis());
    int number = number(order.customer());
    return new EnrichedOrder(
        order, new Customer("Customer " + number, REGIONS.get(number % REGIONS.size())));
  }

  private static int number(String customer) throws RefusedOrderException {
    if (customer.matches("c-\\d{1,3}")) {
      return Integer.parseInt(customer.substring(2));
    }
    throw new RefusedOrderException("customer '" + customer + "' is not known");
  }
}
