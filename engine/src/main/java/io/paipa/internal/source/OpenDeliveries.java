package io.paipa.internal.source;

import io.paipa.Acknowledgement;
import io.paipa.Settlement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of a source that are not acknowledged, in the order in which they were made; and
 * those of them that are settled, and wait for their acknowledgement.
 *
 * <p><b>Who writes what.</b> The source thread alone adds and removes deliveries, and counts. Any
 * worker puts a delivery on the stack of those that are settled, by compare-and-set; the source
 * thread takes the whole stack, and turns it round. The counts, and which is the oldest, are read
 * by anybody.
 *
 * <p><b>No wake-up is missed.</b> The source thread says that it waits, then looks whether the
 * stack is empty; a worker puts on the stack, then looks whether the thread waits. So one sees the
 * other.
 */
final class OpenDeliveries {
  private final AtomicReference<@Nullable SourceDelivery> settled = new AtomicReference<>();
  private final Map<Settlement, Long> acknowledged = new ConcurrentHashMap<>();
  private final Consumer<SourceDelivery> whenSettled = this::settled;
  private volatile @Nullable Thread waiting;
  private volatile @Nullable SourceDelivery oldest;
  private volatile long open;
  private @Nullable SourceDelivery latest;

  /** Makes an acknowledgement. */
  @FunctionalInterface
  interface Acknowledging {
    /** Throws nothing. */
    void acknowledge(SourceDelivery delivery);
  }

  /** Source thread: an item is about to be delivered. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the source thread alone writes
  SourceDelivery add(Object item, Acknowledgement acknowledgement, long nowNanos) {
    SourceDelivery added = new SourceDelivery(item, acknowledgement, nowNanos, whenSettled);
    added.before = latest;
    if (latest == null) {
      oldest = added;
    } else {
      latest.after = added;
    }
    latest = added;
    open++;
    return added;
  }

  /** Any thread: nothing of a delivery is open. */
  private void settled(SourceDelivery delivery) {
    SourceDelivery top;
    do {
      top = settled.get();
      delivery.nextSettled = top;
    } while (!settled.compareAndSet(top, delivery));
    wakeUp();
  }

  /** Any thread: lets the source thread go on, if it waits. */
  void wakeUp() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Source thread: acknowledges what is settled, in the order in which it was. */
  void acknowledge(Acknowledging by) {
    SourceDelivery inOrder = null;
    SourceDelivery next = settled.get() == null ? null : settled.getAndSet(null);
    while (next != null) {
      SourceDelivery following = next.nextSettled;
      next.nextSettled = inOrder;
      inOrder = next;
      next = following;
    }
    while (inOrder != null) {
      SourceDelivery following = inOrder.nextSettled;
      inOrder.nextSettled = null;
      remove(inOrder);
      by.acknowledge(inOrder);
      inOrder = following;
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // the source thread alone writes
  private void remove(SourceDelivery delivery) {
    SourceDelivery before = delivery.before;
    SourceDelivery after = delivery.after;
    if (before == null) {
      oldest = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      latest = before;
    } else {
      after.before = before;
    }
    delivery.before = null;
    delivery.after = null;
    acknowledged.merge(delivery.outcome(), 1L, Long::sum);
    open--;
  }

  /** Source thread, after the end: nobody settles any more. */
  void abandonAll() {
    for (SourceDelivery each = oldest; each != null; each = each.after) {
      each.abandon();
    }
  }

  /** Source thread: waits until something is settled, or some time has passed. */
  void await(long nanos) {
    waiting = Thread.currentThread();
    if (settled.get() == null) {
      LockSupport.parkNanos(this, nanos);
    }
    waiting = null;
  }

  /** How many are not acknowledged. */
  long open() {
    return open;
  }

  /** How many were acknowledged, by their outcome. */
  Map<Settlement, Long> counts() {
    return Map.copyOf(acknowledged);
  }

  /** The oldest; null if none is open. */
  @Nullable OldestOpen oldest() {
    SourceDelivery first = oldest;
    return first == null
        ? null
        : new OldestOpen(first.item(), first.sinceNanos(), first.stepName());
  }
}
