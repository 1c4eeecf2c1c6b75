package io.paipa.internal.delivery;

import io.paipa.Settlement;

/** An item of which nobody waits to be told: it only carries a context. */
final class ContextDelivery extends Delivery {
  @Override
  protected void settledAs(Settlement outcome) {
    // nobody wants to know
  }
}
