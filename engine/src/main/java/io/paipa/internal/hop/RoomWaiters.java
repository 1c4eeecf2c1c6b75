package io.paipa.internal.hop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The producers that wait for room in a ring; they may be any threads. First come, first woken.
 *
 * <p><b>No wake-up is missed:</b> a producer {@linkplain #register registers}, looks again for
 * room, and only then parks; a consumer makes room, does a full fence, and only then reads {@link
 * #isEmpty}. The thread that polls a ticket from the queue wakes its producer. A producer that was
 * woken, and leaves for good while there is room, {@linkplain #wakeOne passes the wake on}: it has
 * not used it, or there is enough for two. One that comes back to wait does so once, if there is
 * room that it may not use yet: another may. Else producers would wake each other without end.
 * Whoever makes room next wakes the next. Besides, all parks are timed, since consumers wake
 * producers only when enough room has gathered to be worth it.
 */
public final class RoomWaiters {
  private final ConcurrentLinkedQueue<Ticket> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** One wait of one producer, and its place in the queue. */
  public static final class Ticket {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    private Ticket() {}

    /**
     * Whether somebody woke the producer; it is registered no more then.
     *
     * @return true if woken
     */
    public boolean isWoken() {
      return woken;
    }
  }

  /**
   * Registers the calling thread. Acts as a full fence.
   *
   * @return its place in the queue
   */
  public Ticket register() {
    Ticket ticket = new Ticket();
    count.incrementAndGet(); // first: else one that is woken at once could make it one too few
    queue.add(ticket);
    VarHandle.fullFence(); // an atomic write is none for the plain reads of a look at a ring
    return ticket;
  }

  /**
   * Ends a wait.
   *
   * @param ticket what {@link #register} gave
   * @return whether somebody woke the producer: then it looks whether there is room for another
   */
  @CanIgnoreReturnValue
  public boolean deregister(Ticket ticket) {
    if (ticket.woken || !queue.remove(ticket)) {
      return true;
    }
    count.decrementAndGet();
    return false;
  }

  /**
   * Whether nobody waits.
   *
   * @return true if nobody waits
   */
  public boolean isEmpty() {
    return count.get() == 0;
  }

  /** Wakes the producer that has waited longest, if there is one. */
  public void wakeOne() {
    Ticket ticket = queue.poll();
    if (ticket != null) {
      count.decrementAndGet();
      ticket.woken = true;
      LockSupport.unpark(ticket.thread);
    }
  }

  /**
   * Wakes all producers that wait at this moment, and no more: those that come back meanwhile have
   * seen what it is for.
   */
  public void wakeAll() {
    for (int waiting = count.get(); waiting > 0; waiting--) {
      wakeOne();
    }
  }
}
