package io.paipa.internal.worker;

import io.paipa.WorkerActivity;
import io.paipa.internal.delivery.Delivery;
import io.paipa.internal.delivery.Envelope;
import io.paipa.internal.hop.Inlet;
import io.paipa.internal.hop.Outbox;
import io.paipa.internal.ledger.WorkerCounts;
import io.paipa.internal.platform.StackReserve;
import io.paipa.internal.step.DroppingEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a worker's outputs go. Confined to the worker's thread; usable by user code only between
 * {@link #open} and {@link #close}.
 *
 * <p>Outputs are published at once, unless the attempt has to be whole, or the item is not in its
 * turn: then they are held. Of a whole attempt so many outputs are held, and no more: past that
 * they flow, and the attempt can't be taken back.
 */
final class Output implements DroppingEmitter<Object> {
  /** How many outputs of an attempt are held back. */
  static final int HELD_AT_MOST = 1_024;

  private final Station station;
  private final WorkerCounts counts;
  private final @Nullable Inlet next;
  private final @Nullable Outbox outbox;
  private final Activity activity;
  private final StuckSiblings siblings;
  private final @Nullable ItemTimer timer;
  private final EndFlag end;
  private @Nullable Thread owner;

  /** Where an output goes for which there is nothing to look at but the end; else null. */
  private @Nullable Outbox direct;

  private List<Object> held = new ArrayList<>();
  private boolean usable;
  private boolean isOfItem;
  private boolean whole;
  private boolean flowed;
  private boolean dropped;
  private long place;

  /** What is emitted belongs to that; null if nobody waits to be told of it. */
  private @Nullable Delivery delivery;

  Output(Station station, int index) {
    this.station = station;
    this.counts = station.ledger.worker(index);
    this.activity = station.activities[index];
    this.next = station.next();
    this.outbox = station.outbox(index);
    this.end = station.run.endFlag();
    this.timer = station.settings.limitsItems() ? station.timers[index] : null;
    this.siblings = new StuckSiblings(station, index);
  }

  /** Before an attempt at an item that nobody waits to be told of. */
  void openFor(long itemPlace, boolean wholeAttempt) {
    open();
    isOfItem = true;
    place = itemPlace;
    whole = wholeAttempt;
    flowed = false;
    dropped = false;
  }

  /** Before attempts of which nobody waits to be told, which are not whole, and have no place. */
  void openPlain() {
    openFor(Attempt.NO_PLACE, false);
    direct = held.isEmpty() ? outbox : null;
  }

  /** Before an attempt at an item, whose outputs belong to its delivery, if it has one. */
  void openFor(Attempt attempt, boolean wholeAttempt) {
    openFor(attempt.place(), wholeAttempt);
    delivery = attempt.delivery();
  }

  /** Before a hook: what it emits goes out at once. */
  void open() {
    owner = Thread.currentThread();
    usable = true;
    direct = null;
    isOfItem = false;
    delivery = null;
    place = -1;
    whole = false;
  }

  void close() {
    usable = false;
    direct = null;
    delivery = null;
  }

  @Override
  public void emit(Object item) {
    StackReserve.ensure();
    Outbox open = direct;
    if (open == null || !isWith(open, item)) {
      emitAsItStands(item);
    }
  }

  /** Whether it was added at once: the short way of nearly all outputs of most pipelines. */
  private boolean isWith(Outbox open, @Nullable Object item) {
    if (Thread.currentThread() != owner || item == null || end.isRaised() || !open.tryAdd(item)) {
      return false;
    }
    counts.emitted();
    return true;
  }

  private void emitAsItStands(@Nullable Object item) {
    check();
    if (item == null) {
      throw new NullPointerException(
          station.name()
              + ": null is no output"
              + (isOfItem ? "; throw Skip.item() to drop the item" : "; leave it out"));
    }
    Object content = delivery == null ? item : envelop(item);
    if (!whole && isInTurn()) {
      if (!held.isEmpty()) {
        flush(); // the turn came while the item was being processed
      }
      publish(content);
      return;
    }
    held.add(content);
    if (whole && held.size() > HELD_AT_MOST && isInTurn()) {
      flowed = true;
      whole = false;
      flush();
    }
  }

  @Override
  public void drop() {
    check();
    dropped = true;
  }

  @Override
  public void awaitInterrupts() {
    station.userCode.awaitPeace();
  }

  /** What goes nowhere is dealt with. */
  private Object envelop(Object item) {
    return next == null ? item : Envelope.opened(item, Objects.requireNonNull(delivery));
  }

  /** What is emitted belongs to that from now on; gives what it belonged to. */
  @Nullable Delivery belongTo(@Nullable Delivery other) {
    Delivery before = delivery;
    direct = null;
    delivery = other;
    return before;
  }

  private void check() {
    if (!usable || Thread.currentThread() != owner) {
      throw station.refused(
          "an emit",
          "an emitter is usable only in the hook call that got it, in its thread; a client that"
              + " answers later is for mapAsync");
    }
  }

  private boolean isInTurn() {
    return place < 0 || station.order.isInTurn(place);
  }

  /** Whether outputs of a whole attempt are out already. */
  boolean hasFlowed() {
    return flowed;
  }

  boolean wasDropped() {
    return dropped;
  }

  void discard() {
    for (int i = 0; i < held.size(); i++) {
      Envelope.takeBack(held.get(i));
    }
    held.clear();
  }

  /** Gives away what is held, for another to publish. */
  List<Object> takeHeld() {
    List<Object> taken = held;
    if (taken.isEmpty()) {
      return List.of();
    }
    held = new ArrayList<>();
    return taken;
  }

  /** Moves the published outputs into the ring, where they wait to be moved in a batch. */
  void flushOutbox() {
    if (outbox != null) {
      if (!outbox.tryMove(station.run)) {
        activity.whileBlocked(() -> outbox.awaitMove(station.run));
      }
      siblings.help();
    }
  }

  /** Publishes what is held. */
  void flush() {
    if (!held.isEmpty()) {
      publishAll(held);
      held.clear();
    }
  }

  void publishAll(List<Object> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      publish(outputs.get(i));
    }
  }

  private void publish(Object content) {
    if (!tryPublish(content)) {
      awaitRoom(content);
    }
    counts.emitted();
  }

  private boolean tryPublish(Object content) {
    if (outbox != null) {
      return outbox.tryPublish(content, station.run);
    }
    if (next != null) {
      return next.tryPublish(content, station.run);
    }
    RuntimeException refusal = station.run.refusal();
    if (refusal != null) {
      throw refusal;
    }
    return true;
  }

  /** Waiting for room is not the item's time. */
  private void awaitRoom(Object content) {
    WorkerActivity before = activity.turnTo(WorkerActivity.BLOCKED);
    if (timer != null) {
      timer.pause();
    }
    try {
      if (outbox != null) {
        outbox.awaitRoom(content, station.run);
      } else {
        Objects.requireNonNull(next).publish(content, station.run);
      }
    } finally {
      if (timer != null) {
        timer.resume();
      }
      activity.turnTo(before);
    }
  }
}
