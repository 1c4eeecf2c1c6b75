package io.paipa.internal.delivery;

import io.paipa.ContextPropagation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that items carry along: an item with a context travels in an envelope, as one does
 * that somebody waits to be told of. Safe for all threads; has no state.
 *
 * <p>Without a user's propagation no item is put into an envelope for this, and nothing is called.
 */
public final class Contexts {
  private static final ContextPropagation.Scope NOTHING = () -> {};

  private final @Nullable ContextPropagation propagation;

  /**
   * Of a pipeline.
   *
   * @param propagation what its user has set, or null; throws no exceptions
   */
  public Contexts(@Nullable ContextPropagation propagation) {
    this.propagation = propagation;
  }

  /**
   * Whether contexts go along at all.
   *
   * @return false without a user's propagation
   */
  public boolean areUsed() {
    return propagation != null;
  }

  /**
   * By the thread that an item comes from: takes its context along.
   *
   * @param item the item
   * @return the item, or an envelope with it
   */
  public Object carrying(Object item) {
    Object context = capture();
    if (context == null) {
      return item;
    }
    Delivery delivery = new ContextDelivery();
    delivery.carry(context);
    return new Envelope(item, delivery);
  }

  /**
   * By the thread that an item comes from: its context, for a {@linkplain Delivery#carry delivery}.
   *
   * @return the context; null if there is none
   */
  public @Nullable Object capture() {
    return propagation == null ? null : propagation.capture();
  }

  /**
   * Gives what came of several deliveries a context of its own.
   *
   * @param joint the delivery of what came of them, which no other thread knows yet
   * @param parts these deliveries
   */
  public void join(Delivery joint, List<Delivery> parts) {
    if (propagation == null) {
      return;
    }
    List<Object> contexts = new ArrayList<>();
    for (Delivery part : parts) {
      Object context = part.context();
      if (context != null) {
        contexts.add(context);
      }
    }
    if (contexts.size() > 1) {
      joint.carry(propagation.join(contexts));
    } else if (!contexts.isEmpty()) {
      joint.carry(contexts.get(0));
    }
  }

  /**
   * Gives the calling thread the context of a delivery.
   *
   * @param delivery the delivery, or null
   * @return takes it away again; does nothing if there is none
   */
  public ContextPropagation.Scope enter(@Nullable Delivery delivery) {
    Object context = delivery == null ? null : delivery.context();
    return context == null || propagation == null ? NOTHING : propagation.restore(context);
  }
}
