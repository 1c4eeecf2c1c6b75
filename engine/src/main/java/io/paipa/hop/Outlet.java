package io.paipa.hop;

import io.paipa.claim.RoomWaiters;
import io.paipa.claim.WorkSequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of a step take from a ring. Used by all of them at once; see {@link
 * WorkSequence} for why no slot is read late or taken twice.
 *
 * <p>A fence (a meta event, or the sentinel) is not claimed with the items: it stays at the head,
 * where every worker sees it, until {@link #passFence}. So a claim never reaches past one.
 */
public final class Outlet {
  private static final int LOOKS_PER_OUTBOX = 8;

  private final Slots slots;
  private final WorkSequence work;
  private final RoomWaiters producers;
  private final Outbox[] outboxes;
  private final boolean alone;

  Outlet(
      Slots slots, WorkSequence work, RoomWaiters producers, List<Outbox> outboxes, boolean alone) {
    this.slots = slots;
    this.work = work;
    this.producers = producers;
    this.outboxes = outboxes.toArray(Outbox[]::new);
    this.alone = alone;
  }

  /** What an attempt to claim has found. */
  public enum Found {
    /** Items, or only void slots: they are claimed. */
    SLOTS,
    /** Nothing is published. */
    NOTHING,
    /** A fence is at the head. */
    FENCE,
    /** Others claim just now; to be tried again. */
    CONTENTION
  }

  /**
   * Claims items, as many as there are before the next fence, copies them and clears their slots;
   * if the ring is empty, takes items from an outbox, at some looks from one, each time another.
   *
   * @param worker the worker's number
   * @param into an empty claim; it is to be {@linkplain Claim#open opened} by the caller
   * @param limit how many items at most, at least 1
   * @param look grows by one with each look
   * @return what was found
   */
  public Found claim(int worker, Claim into, int limit, int look) {
    long first = work.next();
    if (!slots.isPublished(first)) {
      Outbox outbox = outbox(look);
      return outbox != null && outbox.tryTake(into, limit) ? Found.SLOTS : Found.NOTHING;
    }
    if (isFence(first)) {
      // Was it read while it was at the head? Else the slot may have been anything.
      return work.next() == first ? Found.FENCE : Found.CONTENTION;
    }
    return alone ? claimAlone(first, into, limit) : claimAmongOthers(worker, first, into, limit);
  }

  private Found claimAlone(long first, Claim into, int limit) {
    long last = lastToClaim(first, limit);
    take(first, last, into);
    work.advanceAlone(last);
    wakeProducers();
    return Found.SLOTS;
  }

  private Found claimAmongOthers(int worker, long first, Claim into, int limit) {
    int lane = work.enter(worker, first);
    if (lane < 0) {
      return Found.CONTENTION;
    }
    long last = lastToClaim(first, limit);
    boolean claimed = last >= first && work.advance(first, last);
    if (claimed) {
      take(first, last, into);
    }
    work.leave(lane);
    wakeProducers();
    return claimed ? Found.SLOTS : Found.CONTENTION;
  }

  /** The last of so many slots before a fence, or one that is not published. */
  private long lastToClaim(long first, int limit) {
    long last = slots.lastPublished(first, limit);
    if (slots.mayHaveMarkers()) {
      for (long sequence = first; sequence <= last; sequence++) {
        if (Marker.isFence(slots.get(sequence))) {
          return sequence - 1;
        }
      }
    }
    return last;
  }

  private void take(long first, long last, Claim into) {
    slots.take(first, (int) (last - first + 1), into);
  }

  /** Whether a fence is in a slot that was seen to be published. */
  private boolean isFence(long sequence) {
    return slots.mayHaveMarkers() && Marker.isFence(slots.get(sequence));
  }

  /**
   * Producers are woken when half of the ring is free, and not for every slot: with many workers
   * that may be a hundred thousand times a second, also where each item is slow. By themselves they
   * look every few milliseconds.
   */
  private void wakeProducers() {
    if (!producers.isEmpty() && slots.depth(work.next()) <= slots.size() / 2) {
      producers.wakeOne();
    }
  }

  /**
   * The outbox for a look, or null: one at every eighth look, each time another. Its owner writes
   * there for every item, and is slowed down by whoever looks.
   */
  private @Nullable Outbox outbox(int look) {
    if (outboxes.length == 0 || look % LOOKS_PER_OUTBOX != 0) {
      return null;
    }
    int turn = look / LOOKS_PER_OUTBOX & Integer.MAX_VALUE;
    return outboxes[outboxes.length == 1 ? 0 : turn % outboxes.length];
  }

  /**
   * Whether a claim would find something, an item or a fence.
   *
   * @param look which outbox it would look into
   * @return true if so
   */
  public boolean mayClaim(int look) {
    if (hasNext()) {
      return true;
    }
    Outbox outbox = outbox(look);
    return outbox != null && !outbox.isEmpty();
  }

  /**
   * Looks into all outboxes, if the ring is empty.
   *
   * @return the look at which a claim finds an item there, or -1 if all are empty, or the ring is
   *     not: at its head may be what its producer has claimed and is about to publish
   */
  public int lookForPending() {
    if (!slots.isEmpty(work.next())) {
      return -1;
    }
    for (int i = 0; i < outboxes.length; i++) {
      if (outboxes[i].pending() > 0) {
        return i * LOOKS_PER_OUTBOX;
      }
    }
    return -1;
  }

  /**
   * Whether an item or a fence is at the head of the ring.
   *
   * @return true if so
   */
  public boolean hasNext() {
    return slots.isPublished(work.next());
  }

  /**
   * Whether there is something to take, or a fence at the head, in the ring or in any outbox.
   *
   * @return true if so
   */
  public boolean hasMore() {
    return hasNext() || pending() > 0;
  }

  /**
   * Whether items are in outboxes.
   *
   * @return how many, at this moment
   */
  public long pending() {
    long pending = 0;
    for (Outbox outbox : outboxes) {
      pending += outbox.pending();
    }
    return pending;
  }

  /**
   * The fence at the head.
   *
   * @return the marker, or null if none is there
   */
  public @Nullable Marker fence() {
    long first = work.next();
    if (!slots.isPublished(first) || !slots.mayHaveMarkers()) {
      return null;
    }
    Object content = slots.get(first);
    return Marker.isFence(content) && work.next() == first ? (Marker) content : null;
  }

  /**
   * Turns the fence at the head into a void slot, which is claimed like any other: so the work
   * sequence has one way to move. To be called by the one worker that has the right to; others see
   * it no later than what that worker writes next.
   */
  public void passFence() {
    slots.makeVoid(work.next());
  }

  /**
   * The slot at the head, if a producer has claimed it and not yet published it.
   *
   * @return its sequence, or -1 if there is none
   */
  public long unpublishedHead() {
    long first = work.next();
    return slots.isEmpty(first) || slots.isPublished(first) ? -1 : first;
  }

  /**
   * How many slots, and items from outboxes, the workers have taken so far.
   *
   * @return the number of items, voids and fences; never less than the true one
   */
  public long taken() {
    long taken = 0;
    for (Outbox outbox : outboxes) {
      taken += outbox.taken();
    }
    return taken + work.next();
  }

  /**
   * How many items the workers have taken so far, or {@link #drain} has.
   *
   * @return the number, exact when all is quiet
   */
  public long takenItems() {
    return taken() - slots.markersTaken();
  }

  /**
   * How many items wait, in the ring and in the outboxes.
   *
   * @return the number of items; exact when all is quiet
   */
  public long depth() {
    return Math.max(0, slots.depth(work.next()) - slots.markers()) + pending();
  }

  /**
   * Empties ring and outboxes after the end of all workers. Waits for producers that have claimed a
   * slot and not yet published it: that takes them a moment, for no user code runs in between. One
   * whose thread is gone, or is held by a debugger, is not waited for longer than told.
   *
   * @param deadlineNanos until when, by {@link System#nanoTime}
   * @return how many items were in it
   */
  public long drain(long deadlineNanos) {
    long items = 0;
    for (Outbox outbox : outboxes) {
      items += outbox.drain();
    }
    for (long sequence = work.next(); sequence <= slots.last(); sequence++) {
      while (!slots.isPublished(sequence) && System.nanoTime() - deadlineNanos < 0) {
        Thread.yield();
      }
      if (!slots.isPublished(sequence)) {
        slots.fill(sequence, Marker.VOID); // whoever claimed it is gone
      }
      items += slots.drop(sequence) ? 1 : 0;
      work.advanceAlone(sequence);
    }
    return items;
  }
}
