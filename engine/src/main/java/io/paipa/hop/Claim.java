package io.paipa.hop;

import com.lmax.disruptor.Sequence;
import java.util.Arrays;
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
  private final Sequence range = new Sequence(0);
  private int filled;
  private int voids;

  /** The first item not taken, where no sibling takes any. */
  private int front;

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

  /** Owner, while empty: adds items to the next filling. */
  void add(Circle from, long first, int count) {
    from.copy(first, count, items, filled);
    filled += count;
  }

  /** Owner, while empty: counts slots that were claimed and hold no item. */
  void addVoids(int count) {
    voids += count;
  }

  /**
   * Owner: how many slots were claimed that hold no item.
   *
   * @return the number of void slots
   */
  public int voids() {
    return voids;
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
    if (!shared) {
      front = 0;
      return;
    }
    long epoch = (range.get() >>> 32) + 1;
    range.set(epoch << 32 | filled); // release: after the items
  }

  /**
   * Owner: takes the first item.
   *
   * @return the item, or null if there is none
   */
  public @Nullable Object takeFirst() {
    if (!shared) {
      return front == filled ? null : forget(front++);
    }
    for (; ; ) {
      long current = range.get();
      int first = front(current);
      if (first == back(current)) {
        return null;
      }
      if (range.compareAndSet(current, current + (1 << 16))) {
        return forget(first);
      }
    }
  }

  /**
   * Owner, after {@link #takeFirst}: the place of the item that was taken.
   *
   * @return its place
   */
  public long placeOfTaken() {
    return firstPlace + (shared ? front(range.get()) : front) - 1;
  }

  /**
   * Sibling: takes the last item, if there is one.
   *
   * @param into where to put it
   * @return whether one was taken
   */
  public boolean takeLast(Taken into) {
    if (!shared) {
      into.item = takeFirst(); // the owner is gone
      return into.item != null;
    }
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
   * A number that changes whenever the owner takes an item. Only for claims that are shared.
   *
   * @return the number at this moment
   */
  public long progress() {
    return range.get() >>> 16;
  }

  /**
   * How many items are not taken.
   *
   * @return the number at this moment
   */
  public int remaining() {
    if (!shared) {
      return filled - front;
    }
    long current = range.get();
    return Math.max(0, back(current) - front(current));
  }

  /** Owner, when nothing is left: drops references to what siblings took, and begins anew. */
  @SuppressWarnings("NullAway") // the array holds null where nothing is
  public void close() {
    voids = 0;
    if (filled > 0) {
      if (shared) {
        Arrays.fill(items, 0, filled, null);
      }
      filled = 0;
      front = 0;
    }
  }

  @SuppressWarnings("NullAway")
  private Object forget(int index) {
    Object item = items[index];
    items[index] = null;
    return item;
  }

  private static int front(long range) {
    return (int) (range >>> 16) & 0xFFFF;
  }

  private static int back(long range) {
    return (int) range & 0xFFFF;
  }
}
