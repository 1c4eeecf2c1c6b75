package io.paipa.internal.hop;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The producers that wait for room in a ring; they may be any threads. First come, first woken.
 *
 * <p><b>No wake-up is missed:</b> a producer {@linkplain #register registers}, looks again for
 * room, and only then parks; a consumer makes room, does a full fence, and only then reads {@link
 * #isEmpty}. Whoever polls a waiter from the queue wakes it. A producer that was woken and leaves
 * without having used the room {@linkplain #wakeOne passes the wake on}. Besides, all parks are
 * timed, since consumers wake producers only when enough room has gathered to be worth it.
 */
public final class RoomWaiters {
  private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** One wait of one producer. */
  public static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    private Waiter() {}

    /**
     * Whether somebody woke this waiter; it is registered no more then.
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
  public Waiter register() {
    Waiter waiter = new Waiter();
    queue.add(waiter);
    count.incrementAndGet();
    return waiter;
  }

  /**
   * Ends a wait. Passes a wake-up on that came too late to be seen.
   *
   * @param waiter what {@link #register} gave
   */
  public void deregister(Waiter waiter) {
    if (queue.remove(waiter)) {
      count.decrementAndGet();
    } else {
      wakeOne();
    }
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
    Waiter waiter = queue.poll();
    if (waiter != null) {
      count.decrementAndGet();
      waiter.woken = true;
      LockSupport.unpark(waiter.thread);
    }
  }

  /** Wakes all producers. */
  public void wakeAll() {
    Iterator<Waiter> waiters = queue.iterator();
    while (waiters.hasNext()) {
      waiters.next();
      wakeOne();
    }
  }
}
