package io.paipa.internal.worker;

import io.paipa.Emitter;
import io.paipa.Kept;
import io.paipa.Settlement;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.delivery.JointDelivery;
import io.paipa.internal.platform.StackReserve;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that a worker's step keeps open. Confined to the worker's thread; in any other it
 * is refused.
 */
final class KeptDeliveries {
  private final Station station;
  private final Output output;
  private @Nullable Thread owner;
  private int kept;

  KeptDeliveries(Station station, Output output) {
    this.station = station;
    this.output = output;
  }

  /** The step keeps a delivery. */
  Kept keep(Delivery delivery) {
    owner = Thread.currentThread();
    delivery.open();
    kept++;
    return new Held(delivery);
  }

  /** After the last flush. Fails the run if something is kept: it would be open for ever. */
  void checkReleased() {
    if (kept > 0 && !station.run.isEnded()) {
      station.run.fail(
          "items are still kept after the last onFlush",
          station.settings.name(),
          null,
          0,
          new IllegalStateException(
              kept + " calls of keep had no release; release what is kept in onFlush"));
    }
  }

  private void check(String call) {
    if (Thread.currentThread() != owner) {
      throw station.refused(
          call,
          "what a step keeps is used in the thread of its worker alone; go back to it before");
    }
  }

  /**
   * One or several deliveries that are kept together. What comes of several belongs to a {@link
   * JointDelivery} of theirs, which is made when it is needed, and is kept in their place then.
   */
  private final class Held implements Kept {
    /** Null after the release. */
    private @Nullable List<Delivery> deliveries;

    Held(Delivery delivery) {
      deliveries = new ArrayList<>(List.of(delivery));
    }

    @Override
    public <O> void emit(Emitter<? super O> out, O item) {
      check("an emit of what is kept");
      StackReserve.ensure();
      Delivery before = output.belongTo(joint(deliveriesFor("emit")));
      try {
        out.emit(item);
      } finally {
        output.belongTo(before);
      }
    }

    private Delivery joint(List<Delivery> several) {
      if (several.size() > 1) {
        Delivery together = new JointDelivery(several);
        station.run.contexts().join(together, several);
        several.clear();
        several.add(together);
      }
      return several.get(0);
    }

    @Override
    public Kept join(Kept other) {
      check("a join of what is kept");
      StackReserve.ensure(); // else a delivery could be in two of them
      if (other == this) {
        throw new IllegalStateException(station.name() + ": join of what is kept with itself");
      }
      if (other instanceof Held joined) {
        deliveriesFor("join").addAll(joined.deliveriesFor("join"));
        joined.deliveries = null;
        kept--; // both are released at once
      }
      return this;
    }

    private List<Delivery> deliveriesFor(String call) {
      List<Delivery> current = deliveries;
      if (current == null) {
        throw new IllegalStateException(
            station.name()
                + ": "
                + call
                + " of what is not kept any more; it was released, or joined to another");
      }
      return current;
    }

    @Override
    public void release() {
      check("a release of what is kept");
      StackReserve.ensure();
      List<Delivery> current = deliveries;
      if (current != null) {
        deliveries = null;
        kept--;
        current.forEach(delivery -> delivery.settle(Settlement.DONE));
      }
    }
  }
}
