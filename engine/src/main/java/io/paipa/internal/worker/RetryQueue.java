package io.paipa.internal.worker;

import com.lmax.disruptor.Sequence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The items of a step that wait for another attempt, outside the ring. The queue is guarded by its
 * monitor, in which no user code runs. The earliest due time stands beside it, for a worker that
 * only looks.
 *
 * <p>Where retries are delayed, every item that is claimed reserves room first, and holds it until
 * it is settled. So no more than the capacity can ever wait, and adding never blocks. Reenqueued
 * items are added beyond it, and held against later claims: until they are settled; or, where only
 * they ever wait here, until they are taken, and nothing is reserved. Only the worker that fills
 * the step's claim reserves, so there is one at a time. What is given back, item by item, is
 * counted by each worker for itself: else all would write to one word.
 */
final class RetryQueue {
  /** An attempt that waits for its time. */
  private record Entry(Attempt next, long dueNanos, long order) {}

  private static final long NEVER = StepTimer.NEVER;

  private static final int STRIPES = 4 * Runtime.getRuntime().availableProcessors();

  /** Of a step of which no item ever waits; it is never changed. */
  static final RetryQueue NONE = new RetryQueue(Integer.MAX_VALUE, false, 0, 1);

  private final long origin;
  private final int capacity;
  private final boolean reserves;
  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Entry::dueNanos).thenComparingLong(Entry::order));
  private final AtomicLong reserved = new AtomicLong();
  private final Sequence[] givenBack;
  private volatile long nextDue = NEVER;
  private long added;

  /**
   * An empty queue.
   *
   * @param capacity how many items may wait
   * @param reserves whether every item that is claimed may come to wait here
   * @param originNanos some moment in the past; due times are counted from it, so that they compare
   * @param workers how many workers the step has
   */
  RetryQueue(int capacity, boolean reserves, long originNanos, int workers) {
    this.givenBack = new Sequence[reserves ? Math.min(workers, STRIPES) : 0];
    Arrays.setAll(givenBack, i -> new Sequence(0));
    this.capacity = capacity;
    this.reserves = reserves;
    this.origin = originNanos;
  }

  /** Reserves room for up to so many items that are to be claimed; gives how many. */
  int reserve(int wanted) {
    if (!reserves) {
      return hasRoom() ? wanted : 0;
    }
    int granted = (int) Math.max(0, Math.min(wanted, capacity - held()));
    reserved.addAndGet(granted);
    return granted;
  }

  /** What was given back is read first: so this is never less than the true number. */
  private long held() {
    long back = 0;
    for (Sequence stripe : givenBack) {
      back += stripe.get();
    }
    return reserved.get() - back;
  }

  /** Items for which room was reserved were not claimed. */
  void takeBack(int count) {
    if (reserves && count > 0) {
      reserved.addAndGet(-count);
    }
  }

  /** By a worker: an item is settled. */
  void giveBack(int worker) {
    if (reserves) {
      givenBack[worker % givenBack.length].addAndGet(1);
    }
  }

  boolean hasRoom() {
    return held() < capacity;
  }

  /** An item comes back from its step, and waits elsewhere: it takes room until it is settled. */
  void hold() {
    reserved.incrementAndGet();
  }

  /** Adds an item that comes back from its step, whether there is room or not. */
  void putBack(Attempt again, long nowNanos) {
    reserved.incrementAndGet();
    boolean added = false;
    try {
      add(again, nowNanos);
      added = true;
    } finally {
      if (!added) { // no memory: it was not put back
        reserved.decrementAndGet();
      }
    }
  }

  synchronized void add(Attempt next, long dueAtNanos) {
    long due = Math.max(0, dueAtNanos - origin);
    queue.add(new Entry(next, due, added++));
    nextDue = Math.min(nextDue, due);
  }

  /** Takes an item whose time has come. */
  @Nullable Attempt takeDue(long nowNanos) {
    return nextDue > nowNanos - origin ? null : takeDueLocked(nowNanos - origin);
  }

  private synchronized @Nullable Attempt takeDueLocked(long now) {
    Entry first = queue.peek();
    if (first == null || first.dueNanos() > now) {
      return null;
    }
    queue.remove();
    removed();
    return first.next();
  }

  /** The item that {@link #takeDue} would give; where one worker at a time looks and takes. */
  @Nullable Attempt peekDue(long nowNanos) {
    long now = nowNanos - origin;
    return nextDue > now ? null : peekDueLocked(now);
  }

  private synchronized @Nullable Attempt peekDueLocked(long now) {
    Entry first = queue.peek();
    return first == null || first.dueNanos() > now ? null : first.next();
  }

  /**
   * Takes what was peeked: an item that is due earlier may have come before it since then.
   *
   * @return false if the queue was emptied meanwhile
   */
  @SuppressWarnings("ReferenceEquality") // that attempt, and no other
  synchronized boolean takePeeked(Attempt peeked) {
    boolean taken = queue.removeIf(entry -> entry.next() == peeked);
    if (taken) {
      removed();
    }
    return taken;
  }

  private void removed() {
    Entry next = queue.peek();
    nextDue = next == null ? NEVER : next.dueNanos();
    if (!reserves) {
      reserved.decrementAndGet();
    }
  }

  boolean isDue(long nowNanos) {
    return nextDue <= nowNanos - origin;
  }

  boolean isEmpty() {
    return nextDue == NEVER;
  }

  /** When the next item is due, counted from the origin; NEVER if none waits. */
  long nextDue() {
    return nextDue;
  }

  /** How many items wait. */
  synchronized int size() {
    return queue.size();
  }

  /** Empties the queue; gives how many items were in it. */
  synchronized int clear() {
    int size = queue.size();
    queue.clear();
    nextDue = NEVER;
    return size;
  }
}
