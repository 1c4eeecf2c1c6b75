package io.paipa.examples.readme;

import io.paipa.CheckedConsumer;
import io.paipa.Pipeline;
import java.nio.file.Path;

/** Orders come as files. None is lost, whatever happens between its arrival and its storing. */
public final class OrdersFromInbox {
  private OrdersFromInbox() {}

  static Pipeline<Path, Void> started(Path folder, CheckedConsumer<Path> store) {
    // tag::acknowledged[]
    Pipeline<Path, Void> orders =
        Pipeline.<Path>named("orders").sink("store", store).workers(8).build();
    orders.putAcknowledged(new Inbox(folder)); // deletes a file when its order is stored
    orders.start();
    // end::acknowledged[]
    return orders;
  }
}
