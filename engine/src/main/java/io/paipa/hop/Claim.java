package io.paipa.hop;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The items that a worker has claimed and not begun. They stay takeable by the worker's siblings:
 * the worker takes from the front, a sibling from the back.
 *
 * <p><b>Who writes what.</b> The items, and the place of the first of them, are written by the
 * owner, and only while the claim is empty. The range (an epoch, the front and the back, in one
 * word) is changed by compare-and-set, by the owner at the front and by siblings at the back; the
 * epoch grows with each filling, so that a sibling that read an item of an earlier filling fails.
 * So each item is taken exactly once. A claim that is not shared needs no compare-and-set.
 */
public final class Claim {
  private final Object[] items;
  private final boolean shared;
  private final AtomicLong range = new AtomicLong();
  private int filled;
  private long slots;
  private long firstPlace;

  /**
   * An empty claim.
   *
   * @param size how many items it can hold, at most 32,767
   * @param shared whether siblings may take from it
   */
  public Claim(int size, boolean shared) {
    this.items = new Object[size];
    this.shared = shared;
  }

  /** An item taken from a claim by a sibling. */
  public static final class Taken {
    /** The item; null if nothing was taken. */
    public @Nullable Object item;

    /** Its place in the order of the step's items. */
    public long place;
  }

  /**
   * How many items a filling can have.
   *
   * @return at least 1
   */
  public int size() {
    return items.length;
  }

  /** Owner, while empty: adds an item to the next filling. */
  void add(Object item) {
    items[filled++] = item;
  }

  /** Owner, while empty: says how many slots of the ring the next filling comes from. */
  void slots(long count) {
    slots = count;
  }

  /**
   * Owner: how many slots were claimed that hold no item.
   *
   * @return the number of void slots
   */
  public long voids() {
    return slots - filled;
  }

  /**
   * Owner: says in which place the first item of the next filling is. To be called before {@link
   * #open}.
   *
   * @param place the place
   */
  public void placedAt(long place) {
    firstPlace = place;
  }

  /**
   * Owner: how many items the filling had when it was made.
   *
   * @return the number
   */
  public int filled() {
    return filled;
  }

  /** Owner: makes the items that were added takeable. */
  public void open() {
    long epoch = (range.get() >>> 32) + 1;
    setRange(epoch << 32 | filled);
  }

  /**
   * Owner: takes the first item.
   *
   * @return the item, or null if there is none
   */
  public @Nullable Object takeFirst() {
    for (; ; ) {
      long current = range.get();
      int front = front(current);
      if (front == back(current)) {
        return null;
      }
      if (!shared) {
        range.lazySet(current + (1 << 16));
      } else if (!range.compareAndSet(current, current + (1 << 16))) {
        continue;
      }
      Object item = items[front];
      forget(front);
      return Objects.requireNonNull(item);
    }
  }

  /**
   * Owner, after {@link #takeFirst}: the place of the item that was taken.
   *
   * @return its place
   */
  public long placeOfTaken() {
    return firstPlace + front(range.get()) - 1;
  }

  /**
   * Sibling: takes the last item, if there is one.
   *
   * @param into where to put it
   * @return whether one was taken
   */
  public boolean takeLast(Taken into) {
    for (; ; ) {
      long current = range.get();
      int back = back(current);
      if (front(current) >= back) {
        return false;
      }
      Object item = items[back - 1];
      long place = firstPlace + back - 1;
      if (range.compareAndSet(current, current - 1)) {
        into.item = item;
        into.place = place;
        return true;
      }
    }
  }

  /**
   * How many items are not taken.
   *
   * @return the number at this moment
   */
  public int remaining() {
    long current = range.get();
    return Math.max(0, back(current) - front(current));
  }

  /** Owner, when nothing is left: drops references to what siblings took, and begins anew. */
  @SuppressWarnings("NullAway") // the array holds null where nothing is
  public void close() {
    if (filled > 0) {
      if (shared) {
        Arrays.fill(items, 0, filled, null);
      }
      filled = 0;
    }
  }

  @SuppressWarnings("NullAway")
  private void forget(int index) {
    items[index] = null;
  }

  private void setRange(long value) {
    if (shared) {
      range.set(value);
    } else {
      range.lazySet(value);
    }
  }

  private static int front(long range) {
    return (int) (range >>> 16) & 0xFFFF;
  }

  private static int back(long range) {
    return (int) range & 0xFFFF;
  }
}
