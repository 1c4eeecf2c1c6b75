package io.paipa.internal.loop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The parked workers of a pool; wakes one of them at a time, the one that parked last, whose caches
 * are warmest. Lock-free.
 *
 * <p><b>No wake-up is missed:</b> a waiter {@linkplain #register registers}, looks again for work,
 * and only then parks; a publisher publishes, and only then reads the set. Both do a full fence in
 * between. So at least one of them sees the other.
 *
 * <p><b>Who writes what.</b> The stack's head holds a waiter's number and a tag that grows with
 * each change. So a compare-and-set on it fails if anything happened since it was read (no ABA). A
 * waiter's link is written by the waiter, before it pushes itself. Its state is WAITING only while
 * it wants to be woken. A waiter that leaves on its own account turns STALE and stays in the stack.
 * The next waker that meets it drops it, or the waiter itself turns WAITING again. A waker makes it
 * OUTSIDE, or SEARCHING, as it is to find itself when it wakes. The compare-and-set from WAITING
 * decides between the two, so that a wake-up is either delivered or goes on to the next.
 */
public final class WaitSet {
  private static final int OUTSIDE = 0;
  private static final int WAITING = 1;
  private static final int STALE = 2;
  private static final int SEARCHING = 3;
  private static final long NUMBER = 0xFFFF_FFFFL;

  private final AtomicIntegerArray states;
  private final AtomicIntegerArray links;
  private final AtomicReferenceArray<@Nullable Thread> threads;
  private final AtomicLong head = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * An empty set.
   *
   * @param waiters how many may wait; they are numbered from 0
   */
  public WaitSet(int waiters) {
    states = new AtomicIntegerArray(waiters);
    links = new AtomicIntegerArray(waiters);
    threads = new AtomicReferenceArray<>(waiters);
  }

  /**
   * Registers the calling thread as a waiter. It must look for work again before it parks, and call
   * {@link #deregister} afterwards. Acts as a full fence.
   *
   * @param waiter its number, used by one thread at a time
   */
  public void register(int waiter) {
    threads.set(waiter, Thread.currentThread());
    waiting.incrementAndGet();
    if (!states.compareAndSet(waiter, STALE, WAITING)) {
      states.set(waiter, WAITING);
      push(waiter);
    }
    VarHandle.fullFence(); // a volatile write is none for the plain reads of a look at a ring
  }

  private void push(int waiter) {
    long old;
    do {
      old = head.get();
      links.set(waiter, (int) (old & NUMBER));
    } while (!head.compareAndSet(old, tagged(old, waiter + 1)));
  }

  /**
   * Ends the calling thread's wait.
   *
   * @param waiter its number
   * @return how it ended; if somebody woke the thread, it has to look for work, or to wake another
   */
  @CanIgnoreReturnValue
  public Woken deregister(int waiter) {
    if (states.compareAndSet(waiter, WAITING, STALE)) {
      waiting.decrementAndGet();
      return Woken.BY_NOBODY;
    }
    return states.get(waiter) == SEARCHING ? Woken.TO_SEARCH : Woken.BY_SOMEBODY;
  }

  /** How a wait ended. */
  public enum Woken {
    /** By the clock, or since the waiter thought better of it. */
    BY_NOBODY,
    /** Somebody woke it. */
    BY_SOMEBODY,
    /** Somebody woke it by {@link #wakeToSearch}. */
    TO_SEARCH
  }

  /**
   * Whether a waiter was woken since it registered.
   *
   * @param waiter its number
   * @return true if it need not park
   */
  public boolean isWoken(int waiter) {
    int state = states.get(waiter);
    return state == OUTSIDE || state == SEARCHING;
  }

  /**
   * Whether a waiter is registered, and nobody has woken it.
   *
   * @param waiter its number
   * @return true if so, at this moment
   */
  public boolean isWaiting(int waiter) {
    return states.get(waiter) == WAITING;
  }

  /**
   * How many wait.
   *
   * @return the number at this moment
   */
  public int size() {
    return waiting.get();
  }

  /**
   * Wakes the waiter that came last, if there is one. The caller has made the reason visible, and
   * done a full fence, before.
   *
   * @return whether one was woken
   */
  public boolean wakeOne() {
    return wakeOne(OUTSIDE);
  }

  /**
   * Wakes a waiter as {@link #wakeOne} does, and tells it to search.
   *
   * @return whether one was woken
   */
  public boolean wakeToSearch() {
    return wakeOne(SEARCHING);
  }

  private boolean wakeOne(int state) {
    for (; ; ) {
      long old = head.get();
      int waiter = (int) (old & NUMBER) - 1;
      if (waiter < 0) {
        return false;
      }
      if (!head.compareAndSet(old, tagged(old, links.get(waiter)))) {
        continue;
      }
      if (states.getAndSet(waiter, state) == WAITING) {
        waiting.decrementAndGet();
        LockSupport.unpark(threads.get(waiter));
        return true;
      }
    }
  }

  /**
   * Wakes all waiters of this moment. Takes the whole stack at once: popping them one by one might
   * never end, where the woken ones come back faster. A waiter in the part that was taken is found
   * by no other waker, and pushes itself no more until this one has met it; its link is read before
   * that.
   */
  public void wakeAll() {
    long old;
    do {
      old = head.get();
      if ((old & NUMBER) == 0) {
        return;
      }
    } while (!head.compareAndSet(old, tagged(old, 0)));
    int number = (int) (old & NUMBER);
    while (number != 0) {
      int waiter = number - 1;
      number = links.get(waiter);
      if (states.getAndSet(waiter, OUTSIDE) == WAITING) {
        waiting.decrementAndGet();
        LockSupport.unpark(threads.get(waiter));
      }
    }
  }

  private static long tagged(long old, int number) {
    return ((old >>> 32) + 1) << 32 | number;
  }
}
