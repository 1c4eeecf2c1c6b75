package io.paipa.hop;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import io.paipa.claim.RoomWaiters;
import io.paipa.claim.TimeSource;
import io.paipa.claim.WorkSequence;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Where producers publish into a ring. Safe for any threads, unless the ring was made for a single
 * producer.
 *
 * <p>A producer claims a slot only when there is room, then asks its {@link Admission}; if that is
 * closed, it publishes the slot as void and throws. Waiting for room is in {@link RoomWaiters}, or
 * by a polling idle strategy.
 */
public final class Inlet {
  private static final int SPINS = 100;
  private static final int YIELDS = 20;
  private static final long MIN_PARK_NANOS = 1_000_000;
  private static final long MAX_PARK_NANOS = 64_000_000;

  private final RingBuffer<Slot> ring;
  private final WorkSequence work;
  private final RoomWaiters waiters;
  private final @Nullable Supplier<IdleStrategy> polling;
  private final TimeSource time;

  Inlet(
      RingBuffer<Slot> ring,
      WorkSequence work,
      RoomWaiters waiters,
      @Nullable Supplier<IdleStrategy> polling,
      TimeSource time) {
    this.ring = ring;
    this.work = work;
    this.waiters = waiters;
    this.polling = polling;
    this.time = time;
  }

  /**
   * Publishes an item if there is room.
   *
   * @param item the item
   * @param admission asked after the claim
   * @return whether it was published
   */
  public boolean tryPublish(Object item, Admission admission) {
    long sequence;
    try {
      sequence = ring.tryNext();
    } catch (InsufficientCapacityException full) {
      return false;
    }
    Slot slot = ring.get(sequence);
    RuntimeException refusal = admission.refusal();
    if (refusal == null) {
      slot.content = item;
      ring.publish(sequence);
      return true;
    }
    publishMarker(sequence, Marker.VOID);
    throw refusal;
  }

  private boolean tryPublishMarker(Marker marker, Admission admission) {
    long sequence;
    try {
      sequence = ring.tryNext();
    } catch (InsufficientCapacityException full) {
      return false;
    }
    RuntimeException refusal = admission.refusal();
    publishMarker(sequence, refusal == null ? marker : Marker.VOID);
    if (refusal != null) {
      throw refusal;
    }
    return true;
  }

  private void publishMarker(long sequence, Marker marker) {
    Slot slot = ring.get(sequence);
    slot.content = marker;
    slot.isMarker = true;
    ring.publish(sequence);
  }

  private boolean attempt(Object content, Admission admission) {
    return content instanceof Marker marker
        ? tryPublishMarker(marker, admission)
        : tryPublish(content, admission);
  }

  /**
   * Publishes an item or a marker, waiting for room as long as it is admitted. Interrupts don't end
   * the wait; a flag that was set is set again afterwards.
   *
   * @param content the item, or a {@link Marker}
   * @param admission asked while waiting, and after the claim
   */
  public void publish(Object content, Admission admission) {
    if (attempt(content, admission)) {
      return;
    }
    boolean interrupted = false;
    try {
      while (!await(content, admission, Long.MAX_VALUE)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Publishes an item or a marker, waiting for room for a limited time.
   *
   * @param content the item, or a {@link Marker}
   * @param admission asked while waiting, and after the claim
   * @param nanos how long to wait
   * @return whether it was published
   * @throws InterruptedException if interrupted while waiting
   */
  public boolean publish(Object content, Admission admission, long nanos)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (attempt(content, admission)) {
      return true;
    }
    long start = time.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (time.nanoTime() - start)) {
      if (await(content, admission, left)) {
        return true;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return false;
  }

  /** Waits and tries, until it is published, interrupted, or the time is over. */
  private boolean await(Object content, Admission admission, long nanos) {
    long start = time.nanoTime();
    IdleStrategy idle = polling == null ? null : polling.get();
    for (int i = 0; idle != null || i < SPINS + YIELDS; i++) {
      if (idle != null) {
        idle.idle();
      } else if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
      if (hasRoom() && attempt(content, admission)) {
        return true;
      }
      RuntimeException refusal = admission.refusal();
      if (refusal != null) {
        throw refusal;
      }
      if (Thread.currentThread().isInterrupted() || time.nanoTime() - start >= nanos) {
        return false;
      }
    }
    return park(content, admission, nanos, start);
  }

  private boolean park(Object content, Admission admission, long nanos, long start) {
    long parkNanos = MIN_PARK_NANOS;
    RoomWaiters.Waiter waiter = waiters.register();
    try {
      for (; ; ) {
        if (hasRoom() && attempt(content, admission)) {
          return true;
        }
        RuntimeException refusal = admission.refusal();
        if (refusal != null) {
          throw refusal;
        }
        long left = nanos - (time.nanoTime() - start);
        if (waiter.isWoken() || left <= 0 || Thread.currentThread().isInterrupted()) {
          return false;
        }
        time.parkNanos(this, Math.min(parkNanos, left));
        parkNanos = Math.min(2 * parkNanos, MAX_PARK_NANOS);
      }
    } finally {
      waiters.deregister(waiter);
    }
  }

  /** A hint that spares the exception of a refused claim; right enough for any thread. */
  private boolean hasRoom() {
    return work.depth() < ring.getBufferSize();
  }
}
