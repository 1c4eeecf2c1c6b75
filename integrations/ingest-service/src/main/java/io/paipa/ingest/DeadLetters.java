package io.paipa.ingest;

import io.paipa.FailedItem;
import java.sql.SQLException;

/**
 * Keeps the orders that make no sense. What no order is to blame for is thrown, and so fails the
 * pipeline: else an outage would turn good orders into refused ones.
 *
 * <p>Safe for all threads: it has no state but the {@link OrderStore}, which is safe.
 */
final class DeadLetters {
  private final OrderStore store;

  DeadLetters(OrderStore store) {
    this.store = store;
  }

  /**
   * Keeps an order, with the reason. While another process holds the file, it tries again, as often
   * as the store's step does: no step does that for what takes its dead letters.
   *
   * @throws Exception the order's failure, if that is no {@link RefusedOrderException}; or that of
   *     the database. A thread that is interrupted makes no further attempt
   */
  void keep(FailedItem<Order> failed) throws Exception {
    if (!(failed.cause() instanceof RefusedOrderException refusal)) {
      throw failed.cause();
    }
    int retries = 0;
    while (!isKept(failed, refusal, retries)) {
      retries++;
    }
  }

  private boolean isKept(FailedItem<Order> failed, RefusedOrderException refusal, int retries)
      throws SQLException {
    try {
      store.refuse(failed.item(), failed.stepName(), refusal);
      return true;
    } catch (SQLException e) {
      if (!OrderStore.isBusy(e)
          || retries == OrderStore.BUSY_RETRIES
          || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return false;
    }
  }
}
