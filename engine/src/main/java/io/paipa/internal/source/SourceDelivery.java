package io.paipa.internal.source;

import io.paipa.Acknowledgement;
import io.paipa.Settlement;
import io.paipa.internal.delivery.Delivery;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of a source. The neighbours are the source thread's alone; the next settled one is
 * written by the thread that settles, before it hands this over. The step is written by any worker
 * that something of it comes to, and read by anybody.
 */
final class SourceDelivery extends Delivery {
  private final Object item;
  private final Acknowledgement acknowledgement;
  private final Consumer<SourceDelivery> whenSettled;
  private final long sinceNanos;
  private volatile @Nullable String stepName;
  private @Nullable Settlement outcome;
  @Nullable SourceDelivery nextSettled;
  @Nullable SourceDelivery before;
  @Nullable SourceDelivery after;

  /**
   * A delivery that is open.
   *
   * @param sinceNanos when it was made, on the pipeline's clock
   * @param whenSettled is given this when it is settled, in the thread that did that
   */
  SourceDelivery(
      Object item,
      Acknowledgement acknowledgement,
      long sinceNanos,
      Consumer<SourceDelivery> whenSettled) {
    this.whenSettled = whenSettled;
    this.item = item;
    this.acknowledgement = acknowledgement;
    this.sinceNanos = sinceNanos;
  }

  Object item() {
    return item;
  }

  Acknowledgement acknowledgement() {
    return acknowledgement;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  @Nullable String stepName() {
    return stepName;
  }

  @Override
  public void cameTo(String step) {
    stepName = step;
  }

  @Override
  protected void settledAs(Settlement settlement) {
    outcome = settlement;
    whenSettled.accept(this);
  }

  /** What became of it, once it is settled. */
  Settlement outcome() {
    return Objects.requireNonNull(outcome);
  }
}
