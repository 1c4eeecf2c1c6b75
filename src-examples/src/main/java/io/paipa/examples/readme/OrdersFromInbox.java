package io.paipa.examples.readme;

import static java.time.Duration.ofMillis;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;

/** Orders come as files. None is lost, whatever happens between its arrival and its storing. */
public final class OrdersFromInbox {
  private OrdersFromInbox() {}

  static Pipeline<Path, Void> orders(Path folder, CheckedConsumer<String> store) {
    // tag::acknowledged[]
    Pipeline<Path, Void> orders =
        Pipeline.<Path>named("orders")
            .map("read", Files::readString)
            .sink("store", store)
            .workers(8)
            .retrying(3, Backoff.exponential(ofMillis(10)))
            .build();
    orders.putAcknowledged(new Inbox(folder)); // deletes a file when its order is stored
    // end::acknowledged[]
    return orders;
  }
}
