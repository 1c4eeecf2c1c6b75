package io.paipa.internal.delivery;

import io.paipa.Settlement;
import java.util.List;

/**
 * What came of several deliveries at once: a list of items belongs to all of them. It holds each of
 * them open until it is settled itself, and they are settled as it is.
 */
public final class JointDelivery extends Delivery {
  private final List<Delivery> parts;

  /**
   * Of several deliveries, each of which is {@linkplain Delivery#open held open} for it.
   *
   * @param parts these deliveries
   */
  public JointDelivery(List<Delivery> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  protected void settledAs(Settlement outcome) {
    for (Delivery part : parts) {
      part.settle(outcome);
    }
  }

  /** Tells the first, which is the oldest. */
  @Override
  public void cameTo(String stepName) {
    parts.get(0).cameTo(stepName);
  }
}
