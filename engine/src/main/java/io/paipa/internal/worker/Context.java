package io.paipa.internal.worker;

import io.paipa.Kept;
import io.paipa.StepContext;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.platform.StackReserve;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's step may know and do. The attempt is set around each item. Confined to the
 * worker's thread, as far as it is about the current item.
 */
final class Context implements StepContext<Object> {
  private final Station station;
  private final int index;
  private @Nullable Thread owner;
  private final KeptDeliveries kept;
  private final Consumer<Object> reenqueue;
  private int attempt;
  private @Nullable Delivery delivery;

  /**
   * Of a worker that has no item.
   *
   * @param kept what its step keeps
   * @param reenqueue takes what is put back: an item, or an envelope with one
   */
  Context(Station station, int index, KeptDeliveries kept, Consumer<Object> reenqueue) {
    this.station = station;
    this.index = index;
    this.kept = kept;
    this.reenqueue = reenqueue;
  }

  /** Before an attempt. */
  void begin(int currentAttempt, @Nullable Delivery ofItem) {
    owner = Thread.currentThread();
    attempt = currentAttempt;
    delivery = ofItem;
  }

  /** After an attempt. */
  void end() {
    attempt = 0;
    delivery = null;
  }

  @Override
  public String pipelineName() {
    return station.run.pipelineName();
  }

  @Override
  public String stepName() {
    return station.settings.name();
  }

  @Override
  public int workerIndex() {
    return index;
  }

  @Override
  public int workerCount() {
    return station.settings.workers();
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public <T> T shared(Class<T> key, Callable<? extends T> ifAbsent) throws Exception {
    StackReserve.ensure();
    Objects.requireNonNull(key, "key: null is not a class");
    Objects.requireNonNull(ifAbsent, "ifAbsent: null; it makes the shared object");
    return station.shared(key, ifAbsent);
  }

  @Override
  public void reenqueue(Object item) {
    StackReserve.ensure(); // a refusal fails the run: that must not be left half done, either
    Objects.requireNonNull(item, () -> station.name() + ": null can't be reenqueued");
    if (attempt == 0 || Thread.currentThread() != owner) {
      throw station.refused(
          "a reenqueue", "reenqueue is possible only inside process, in its thread");
    }
    reenqueue.accept(delivery == null ? item : Envelope.opened(item, delivery));
  }

  @Override
  public boolean isDraining() {
    return station.run.isDraining();
  }

  @Override
  public Kept keep() {
    if (attempt == 0 || Thread.currentThread() != owner) {
      throw station.refused("a keep", "keep is possible only inside process, in its thread");
    }
    if (delivery == null) {
      return Kept.none();
    }
    StackReserve.ensure();
    return kept.keep(delivery);
  }
}
