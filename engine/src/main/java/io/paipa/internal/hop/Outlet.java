package io.paipa.internal.hop;

import com.lmax.disruptor.Sequence;
import io.paipa.internal.measure.Histogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of a step take from a ring.
 *
 * <p><b>Who writes what.</b> One worker at a time claims: the only one, or the one that {@linkplain
 * Claim#tryBegin fills} the claim that all share. It looks whether the slots after the work
 * sequence are published, copies what is in them, clears them, and only then writes the work
 * sequence, which gates the producers. So no worker ever waits for a slot that may not be filled,
 * no slot is reused early, and one is held only for the time of the copy. All others only look.
 *
 * <p>A fence (a meta event, or the sentinel) is not claimed with the items: it stays at the head,
 * where every worker sees it, until {@link #passFence}. So a claim never reaches past one.
 */
public final class Outlet {
  private static final int LOOKS_PER_OUTBOX = 8;

  private final Slots slots;
  private final Sequence work;
  private final RoomWaiters producers;
  private final Outbox[] outboxes;
  private final @Nullable StepClaim shared;
  private volatile @Nullable Claim own;

  Outlet(
      Slots slots,
      Sequence work,
      RoomWaiters producers,
      List<Outbox> outboxes,
      @Nullable StepClaim shared) {
    this.slots = slots;
    this.work = work;
    this.producers = producers;
    this.outboxes = outboxes.toArray(Outbox[]::new);
    this.shared = shared;
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
   * The sequence to be claimed next.
   *
   * @return the work sequence + 1; it may not be published yet
   */
  private long next() {
    return work.get() + 1;
  }

  /**
   * Claims items, as many as there are before the next fence, copies them and clears their slots.
   * If the ring is empty, takes items from an outbox, at some looks from one, each time another. By
   * the one worker that may; it is to {@linkplain #wakeProducers wake producers} afterwards.
   *
   * @param into is being filled; it is to be {@linkplain Claim#open opened} by the caller
   * @param limit how many items at most, at least 1
   * @param look grows by one with each look
   * @return what was found
   */
  public Found claim(Claim into, int limit, int look) {
    long first = next();
    long published = slots.last();
    if (published < first) {
      Outbox outbox = outbox(look);
      return outbox != null && outbox.tryTake(into, limit) ? Found.SLOTS : Found.NOTHING;
    }
    long last = lastToClaim(first, Math.min(published, first + limit - 1));
    if (last < first) {
      return Found.FENCE;
    }
    slots.take(first, (int) (last - first + 1), into);
    work.set(last);
    return Found.SLOTS;
  }

  /** The last of some slots that are published, up to a fence. */
  private long lastToClaim(long first, long last) {
    if (slots.mayHaveMarkers()) {
      for (long sequence = first; sequence <= last; sequence++) {
        if (Marker.isFence(slots.get(sequence))) {
          return sequence - 1;
        }
      }
    }
    return last;
  }

  /**
   * After a claim, and a full fence. Producers are woken when half of the ring is free, and not for
   * every slot. With many workers that could be a hundred thousand times a second, also where each
   * item is slow. By themselves producers look every few milliseconds.
   */
  public void wakeProducers() {
    if (!producers.isEmpty() && slots.depth(next()) <= slots.size() / 2) {
      producers.wakeOne();
    }
  }

  /**
   * The outbox for a look, or null: one at every eighth look, each time another. Its owner writes
   * there for every item, and is slowed down by each worker that looks.
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
   *     not
   */
  public int lookForPending() {
    if (hasNext()) {
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
    return slots.isPublished(next());
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
    long first = next();
    if (!slots.isPublished(first) || !slots.mayHaveMarkers()) {
      return null;
    }
    Object content = slots.get(first);
    return Marker.isFence(content) && next() == first ? (Marker) content : null;
  }

  /**
   * Turns the fence at the head into a void slot, which is claimed like any other: so the work
   * sequence has one way to move. To be called by the one worker that has the right to; others see
   * it no later than what that worker writes next. Does nothing if the ring was {@linkplain #drain
   * emptied} meanwhile, by an end that did not wait for that worker.
   *
   * @param fence what is passed
   */
  public void passFence(Marker fence) {
    slots.makeVoid(next(), fence);
  }

  /**
   * Which thread publishes into the ring just now, or moves or takes what is in an outbox, so that
   * others wait for it.
   *
   * @return another number for each time; -1 if there is none
   */
  public long publishing() {
    long holding = slots.publishing();
    int lock = 0;
    while (holding < 0 && lock < outboxes.length) {
      holding = outboxes[lock].holding();
      lock++;
    }
    return holding < 0 ? -1 : holding * (outboxes.length + 1) + lock;
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
    return taken + next();
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
   * How many items the workers have claimed and not begun.
   *
   * @return the number, as it was lately
   */
  public int unbegun() {
    Claim single = own;
    if (shared != null) {
      return shared.remaining();
    }
    return single == null ? 0 : single.remaining();
  }

  /**
   * How long items were in the ring until a worker claimed them: of some of them. What is taken
   * from an outbox was in no ring.
   *
   * @return the times
   */
  public Histogram timesInRing() {
    return slots.timesInRing();
  }

  /** Before the only worker begins: what it has claimed counts as waiting. */
  void claimedBy(Claim single) {
    own = single;
  }

  /**
   * How many items wait, in the ring and in the outboxes.
   *
   * @return the number of items; exact when all is quiet
   */
  public long depth() {
    return Math.max(0, slots.depth(next()) - slots.markers()) + pending();
  }

  /**
   * Empties claim, ring and outboxes after the end of all workers, and after admissions were
   * closed. Waits for producers that were admitted before: that takes them a moment, for no user
   * code runs in between. One whose thread is gone, or is held by a debugger, is not waited for
   * longer than told.
   *
   * @param deadlineNanos until when, by {@link System#nanoTime}
   * @return how many items were in it
   */
  public long drain(long deadlineNanos) {
    long items = shared == null ? 0 : shared.drain(deadlineNanos);
    for (Outbox outbox : outboxes) {
      items += outbox.drain(deadlineNanos);
    }
    slots.awaitProducers(deadlineNanos);
    for (long sequence = next(); sequence <= slots.last(); sequence++) {
      items += slots.drop(sequence) ? 1 : 0;
      work.set(sequence);
    }
    return items;
  }
}
