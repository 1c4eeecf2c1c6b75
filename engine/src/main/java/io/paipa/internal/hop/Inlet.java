package io.paipa.internal.hop;

import com.lmax.disruptor.Sequence;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.platform.TimeSource;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Where producers publish into a ring. Safe for any threads, unless the ring was made for a single
 * producer.
 *
 * <p>A producer publishes only when there is room, and its {@link Admission} lets it: see {@link
 * Slots}. A producer that another holds up waits as for room: that is for a copy only, unless the
 * other has lost its core. Threads in user code make sure of their stack before they come here, by
 * {@link io.paipa.internal.platform.StackReserve}. Waiting for room is in {@link RoomWaiters}, or
 * by polling, as {@link Pollers} lets.
 */
public final class Inlet {
  /** Few: the worker that makes room may need this core for it. */
  private static final int SPINS = 10;

  private static final int YIELDS = 20;
  private static final long MIN_PARK_NANOS = 1_000_000;
  private static final long MAX_PARK_NANOS = 64_000_000;

  private final Slots slots;
  private final Signal signal;
  private final Sequence work;
  private final RoomWaiters waiters;
  private final Pollers pollers;
  private final TimeSource time;

  /** Made once: where a step is slow, the one before it waits for every item. */
  private final BooleanSupplier isFull = this::isFull;

  Inlet(
      Slots slots,
      Signal signal,
      Sequence work,
      RoomWaiters waiters,
      Pollers pollers,
      TimeSource time) {
    this.slots = slots;
    this.signal = signal;
    this.work = work;
    this.waiters = waiters;
    this.pollers = pollers;
    this.time = time;
  }

  /** Tries to publish something. */
  @FunctionalInterface
  public interface Try {
    /**
     * Tries once, without waiting.
     *
     * @return false if there was no room
     */
    boolean succeeds();
  }

  /**
   * Whether there is no room, as far as can be seen.
   *
   * @return true if a producer would have to wait
   */
  public boolean isFull() {
    return !mayHaveRoom();
  }

  /**
   * How many slots the ring has.
   *
   * @return a power of two
   */
  public int capacity() {
    return slots.size();
  }

  /**
   * How many slots there are in which nothing waits, as far as can be seen.
   *
   * @return the number of slots
   */
  public long room() {
    return slots.size() - slots.depth(work.get() + 1);
  }

  /** Whether everything that was published was taken. */
  boolean isEmpty() {
    return !slots.isPublished(work.get() + 1);
  }

  /**
   * Publishes an item or a marker if there is room, and no other producer holds this one up.
   *
   * @param content the item, or a {@link Marker}
   * @param admission asked when there is room
   * @return whether it was published: if this throws, it was not
   */
  public boolean tryPublish(Object content, Admission admission) {
    if (!slots.tryPublish(content, admission)) {
      return false;
    }
    try {
      signal.published();
    } catch (Throwable t) {
      signal.published(); // it is in the ring, whatever went wrong
    }
    return true;
  }

  /**
   * Publishes items, as many as there is room for, if no other producer holds this one up.
   *
   * @param items holds the items
   * @param from position of the first
   * @param count how many, at least 1
   * @param admission asked when there is room
   * @return how many were published: if this throws, none was
   */
  public int tryPublish(Circle items, long from, int count, Admission admission) {
    int published = slots.tryPublish(items, from, count, admission);
    if (published > 0) {
      try {
        signal.published();
      } catch (Throwable t) {
        signal.published(); // they are in the ring, whatever went wrong
      }
    }
    return published;
  }

  /**
   * Publishes an item or a marker, waiting for room as long as it is admitted.
   *
   * @param content the item, or a {@link Marker}
   * @param admission asked while waiting, and when there is room
   */
  public void publish(Object content, Admission admission) {
    if (!tryPublish(content, admission)) {
      await(() -> tryPublish(content, admission), admission);
    }
  }

  /**
   * Publishes an item or a marker, waiting for room for a limited time.
   *
   * @param content the item, or a {@link Marker}
   * @param admission asked while waiting, and when there is room
   * @param nanos how long to wait
   * @return whether it was published
   * @throws InterruptedException if interrupted while waiting
   */
  public boolean publish(Object content, Admission admission, long nanos)
      throws InterruptedException {
    return await(() -> tryPublish(content, admission), admission, nanos);
  }

  /**
   * Tries until it succeeds, as long as it is admitted. Interrupts don't end the wait; a flag that
   * was set is set again afterwards.
   *
   * @param attempt tries to publish
   * @param admission asked while waiting
   */
  public void await(Try attempt, Admission admission) {
    boolean interrupted = false;
    try {
      while (!tryFor(attempt, admission, Long.MAX_VALUE)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Tries until it succeeds, for a limited time, as long as it is admitted.
   *
   * @param attempt tries to publish
   * @param admission asked while waiting
   * @param nanos how long to wait
   * @return whether it succeeded
   * @throws InterruptedException if interrupted before or meanwhile
   */
  public boolean await(Try attempt, Admission admission, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (attempt.succeeds()) {
      return true;
    }
    long start = time.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (time.nanoTime() - start)) {
      if (tryFor(attempt, admission, left)) {
        return true;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return false;
  }

  /** Tries until it succeeds, the thread is interrupted, or the time is over. */
  private boolean tryFor(Try attempt, Admission admission, long nanos) {
    long start = time.nanoTime();
    IdleStrategy idle = pollers.begin();
    if (idle == null) {
      return parkUntilOver(attempt, admission, nanos, start);
    }
    try {
      return poll(idle, attempt, admission, nanos, start);
    } finally {
      pollers.end();
    }
  }

  private boolean poll(
      IdleStrategy idle, Try attempt, Admission admission, long nanos, long start) {
    long startPolling = System.nanoTime();
    do {
      idle.idle();
      boolean settlesForLess = System.nanoTime() - startPolling > MIN_PARK_NANOS;
      if ((hasRoomToSpare() || (settlesForLess && mayHaveRoom())) && attempt.succeeds()) {
        return true;
      }
    } while (!isOver(admission, nanos, start));
    return false;
  }

  /** Whether the thread is interrupted, or the time over; throws if nothing is admitted. */
  private boolean isOver(Admission admission, long nanos, long start) {
    RuntimeException refusal = admission.refusal();
    if (refusal != null) {
      throw refusal;
    }
    boolean limited = nanos != Long.MAX_VALUE;
    return Thread.currentThread().isInterrupted() || (limited && time.nanoTime() - start >= nanos);
  }

  /** What came of some tries. */
  private enum Tried {
    DONE,
    OVER,
    NOT_YET
  }

  private boolean parkUntilOver(Try attempt, Admission admission, long nanos, long start) {
    boolean woken = false;
    boolean passedOn = false;
    try {
      for (; ; ) {
        Tried tried = spin(attempt, admission, nanos, start);
        if (tried == Tried.NOT_YET) {
          RoomWaiters.Ticket ticket = waiters.register();
          try {
            tried = park(ticket, attempt, admission, nanos, start);
          } finally {
            woken |= waiters.deregister(ticket);
          }
        }
        if (tried != Tried.NOT_YET) {
          return tried == Tried.DONE;
        }
        if (!passedOn && mayHaveRoom()) { // which this one may not use yet
          passedOn = true;
          wakeNext();
        }
      }
    } finally {
      if (woken && mayHaveRoom()) {
        wakeNext();
      }
    }
  }

  /** To wake a virtual thread takes memory, and what was published is published. */
  private void wakeNext() {
    try {
      waiters.wakeOne();
    } catch (Throwable t) {
      // it wakes by its clock
    }
  }

  private Tried spin(Try attempt, Admission admission, long nanos, long start) {
    for (int i = 0; i < SPINS + YIELDS; i++) {
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
      if (hasRoomToSpare() && attempt.succeeds()) {
        return Tried.DONE;
      }
      if (isOver(admission, nanos, start)) {
        return Tried.OVER;
      }
    }
    return Tried.NOT_YET;
  }

  private Tried park(
      RoomWaiters.Ticket ticket, Try attempt, Admission admission, long nanos, long start) {
    for (long parkNanos = MIN_PARK_NANOS; ; parkNanos = Math.min(2 * parkNanos, MAX_PARK_NANOS)) {
      if (mayHaveRoom() && attempt.succeeds()) {
        return Tried.DONE;
      }
      if (isOver(admission, nanos, start)) {
        return Tried.OVER;
      }
      if (ticket.isWoken()) {
        return Tried.NOT_YET;
      }
      long leftNanos =
          nanos == Long.MAX_VALUE ? nanos : Math.max(1, nanos - (time.nanoTime() - start));
      time.parkForRoom(this, parkNanos, leftNanos, isFull);
    }
  }

  /**
   * Whether some room has gathered: a producer that takes each slot as it comes free, waits for
   * each. A producer that waits for long takes what there is, for no more may come before this was
   * published.
   */
  private boolean hasRoomToSpare() {
    return room() >= slots.size() / 2;
  }

  /** A hint that is cheap and right enough for any thread. */
  private boolean mayHaveRoom() {
    return room() > 0;
  }
}
