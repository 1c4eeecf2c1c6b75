package io.paipa.internal.life;

import io.paipa.Settlement;
import io.paipa.internal.delivery.Delivery;
import java.util.function.BiConsumer;

/** An item that was put, and whose producer waits to be told of it. */
final class PutDelivery extends Delivery {
  private final BiConsumer<PutDelivery, Settlement> whenSettled;

  /**
   * A delivery that is open.
   *
   * @param whenSettled is told once what became of it; throws nothing
   */
  PutDelivery(BiConsumer<PutDelivery, Settlement> whenSettled) {
    this.whenSettled = whenSettled;
  }

  @Override
  protected void settledAs(Settlement outcome) {
    whenSettled.accept(this, outcome);
  }
}
