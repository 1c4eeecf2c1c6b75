package io.paipa.internal.hop;

import com.lmax.disruptor.Sequence;
import io.paipa.internal.loop.Signal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one producer thread has published and not yet moved into the ring. It adds item by item,
 * with one release store each, and moves them in batches, with one turn each. An item in here is
 * held back behind nothing. The workers of the step take from here when the ring is empty, and are
 * woken for it as for an item in the ring.
 *
 * <p><b>Who writes what.</b> The owner writes the items and the back. The holder of the lock is a
 * worker that takes, or a thread that moves. It writes the front, clears what it took, and only
 * then frees the places. The owner reuses a place only when it is free. No user code runs under the
 * lock. Nothing blocks there: a mover that does not soon have its turn at the ring gives it back.
 *
 * <p><b>Order.</b> What is in here is younger than what the owner has in the ring. So a worker
 * takes only while the ring is empty. It looks at that under the lock under which items are moved.
 *
 * <p><b>Fences.</b> A taker moves the front, does a full fence, and only then looks whether the
 * ring is empty. If it is not, the taker moves the front back, and has taken nothing. A worker that
 * asks whether everything before a fence is done has seen the fence in the ring, does a full fence,
 * and reads the front. So either it sees what was taken, or the taker sees the fence. And no thread
 * publishes a fence behind an item that it takes for taken while the taker may yet put it back. It
 * moves the outbox before that, and the outbox is empty only when the places are free.
 */
public final class Outbox {
  private final Inlet inlet;
  private final Signal signal;
  private final Circle items;
  private final Sequence back = new Sequence(0);
  private final Sequence front = new Sequence(0);
  private final Sequence freed = new Sequence(0);
  private final Sequence moved = new Sequence(0);
  private final SpinLock lock = new SpinLock();
  private final Waiting waiting = new Waiting();

  /** Owner: up to which position there is room, as far as it knows. */
  private long limit;

  /**
   * An empty outbox.
   *
   * @param size how many items it can hold, a power of two
   */
  Outbox(int size, Inlet inlet, Signal signal) {
    this.items = new Circle(size);
    this.inlet = inlet;
    this.signal = signal;
  }

  /**
   * Owner: adds an item, if there is room for it here and would be in the ring.
   *
   * @param item the item
   * @param admission asked before
   * @return whether there was room
   */
  public boolean tryPublish(Object item, Admission admission) {
    RuntimeException refusal = admission.refusal();
    if (refusal != null) {
      throw refusal;
    }
    return tryAdd(item) || (tryMove(admission) && tryAdd(item));
  }

  /**
   * Owner: adds an item; waits, as long as it is admitted, until there is room for it here and
   * would be in the ring.
   *
   * @param item the item
   * @param admission asked before, and while waiting
   */
  public void publish(Object item, Admission admission) {
    if (!tryPublish(item, admission)) {
      awaitRoom(item, admission);
    }
  }

  /**
   * Owner: adds an item for which there {@linkplain #tryPublish was no room}; waits for that, as
   * long as it is admitted.
   *
   * @param item the item
   * @param admission asked while waiting
   */
  public void awaitRoom(Object item, Admission admission) {
    waiting.add(item, admission);
  }

  /**
   * Owner: waits for room. There is one of these, used again and again: where a step is slow, the
   * one before it waits for every item, and would leave an object behind for each.
   */
  private final class Waiting implements Inlet.Try {
    private @Nullable Object item;
    private @Nullable Admission admission;

    void add(Object toAdd, Admission asked) {
      item = toAdd;
      admission = asked;
      try {
        inlet.await(this, asked);
      } finally {
        item = null;
        admission = null;
      }
    }

    @Override
    public boolean succeeds() {
      return tryMove(Objects.requireNonNull(admission)) && tryAdd(Objects.requireNonNull(item));
    }
  }

  /**
   * Owner: adds an item, if there is room for it at once. The owner has seen that it is admitted.
   *
   * @param item the item
   * @return whether there was room
   */
  public boolean tryAdd(Object item) {
    long next = back.get();
    if (next == limit && !hasRoom(next)) {
      return false;
    }
    items.set(next, item);
    back.set(next + 1);
    signal.published();
    return true;
  }

  private boolean hasRoom(long next) {
    long pending = next - freed.get();
    long room = inlet.room() - pending;
    limit = next + Math.max(0, Math.min(items.size() - pending, room));
    return limit > next;
  }

  /**
   * Whether nothing is in here. Exact for the owner, and so it asks for what was freed: the front
   * may go back.
   *
   * @return true if so
   */
  public boolean isEmpty() {
    return freed.get() == back.get();
  }

  /**
   * How many items are in here.
   *
   * @return the number at this moment
   */
  long pending() {
    return Math.max(0, back.get() - front.get());
  }

  /**
   * How many items were ever added; grows as long as the owner makes progress.
   *
   * @return the number
   */
  public long added() {
    return back.get();
  }

  /**
   * How many items the workers took from here. Never less than the true number: what went into the
   * ring is read first, and written last.
   */
  long taken() {
    long intoRing = moved.get();
    return front.get() - intoRing;
  }

  /** Which thread moves or takes just now: another number each time; -1 if none does. */
  long holding() {
    return lock.holding();
  }

  /** Moves everything into the ring, waiting for room as long as it is admitted. */
  public void flush(Admission admission) {
    if (!tryMove(admission)) {
      awaitMove(admission);
    }
  }

  /**
   * Moves what could {@linkplain #tryMove not be moved}, waiting for room as long as it is
   * admitted.
   *
   * @param admission asked while waiting
   */
  public void awaitMove(Admission admission) {
    inlet.await(() -> tryMove(admission), admission);
  }

  /**
   * Moves everything into the ring, as far as there is room, unless another thread moves or takes;
   * by the owner, or by another thread on its behalf.
   *
   * @param admission asked when there is room
   * @return whether nothing is left, as far as the caller sees
   */
  public boolean tryMove(Admission admission) {
    if (isEmpty()) {
      return true;
    }
    if (!lock.tryLockSoon()) {
      return false;
    }
    try {
      return moveUnderLock(admission);
    } finally {
      signal.published(); // a worker at a fence may have parked between the front and the moved
    }
  }

  private boolean moveUnderLock(Admission admission) {
    try {
      long first = front.get();
      long end = back.get();
      while (first < end) {
        int count = inlet.tryPublish(items, first, (int) (end - first), admission);
        if (count == 0) {
          return false;
        }
        items.clear(first, count);
        first += count;
        front.set(first);
        moved.set(moved.get() + count);
        freed.set(first);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Worker: takes items, if the ring is empty.
   *
   * @param into an empty claim
   * @param atMost how many at most
   * @return whether there were any
   */
  boolean tryTake(Claim into, int atMost) {
    if (isEmpty() || !lock.tryLock()) {
      return false;
    }
    try {
      long first = front.get();
      long end = Math.min(back.get(), first + atMost);
      if (first == end) {
        return false;
      }
      front.setVolatile(end);
      if (!inlet.isEmpty()) {
        front.set(first);
        return false;
      }
      int count = (int) (end - first);
      into.add(items, first, count);
      items.clear(first, count);
      freed.set(end);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Empties it after the end of its owner and of all workers.
   *
   * @param deadlineNanos until when a thread that moves is waited for, by {@link System#nanoTime}
   * @return how many items were in it
   */
  long drain(long deadlineNanos) {
    boolean locked = lock.tryLock(deadlineNanos);
    long first = front.get();
    int count = (int) (back.get() - first);
    items.clear(first, count);
    front.set(first + count);
    freed.set(first + count);
    if (locked) {
      lock.unlock();
    }
    return count;
  }
}
