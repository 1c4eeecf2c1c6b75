package io.paipa.internal.hop;

import org.jspecify.annotations.Nullable;

/**
 * The claim of a step's only worker: an array that it fills and empties by itself, without any
 * synchronisation. Others read only how much is left, at some moment; they may read it late.
 */
public final class OwnClaim extends Claim {
  private final Object[] items;
  private int filled;
  private int front;
  private long firstPlace;
  private long fillings;

  /**
   * An empty claim.
   *
   * @param size how many items it can hold
   */
  public OwnClaim(int size) {
    this.items = new Object[size];
  }

  @Override
  @SuppressWarnings("NullAway") // the array holds null where nothing is
  public @Nullable Object take() {
    if (front == filled) {
      return null;
    }
    Object item = items[front];
    items[front++] = null;
    return item;
  }

  @Override
  @SuppressWarnings("NullAway") // the array holds null where nothing is
  public @Nullable Object peek() {
    return front == filled ? null : items[front];
  }

  @Override
  public @Nullable Object takePeeked() {
    return take();
  }

  @Override
  public long place() {
    return firstPlace + front - 1;
  }

  @Override
  public boolean lostRace() {
    return false;
  }

  @Override
  public boolean isEmpty() {
    return front == filled;
  }

  @Override
  public int remaining() {
    return Math.max(0, filled - front);
  }

  @Override
  public long progress() {
    return fillings + front;
  }

  @Override
  public int size() {
    return items.length;
  }

  @Override
  public boolean tryBegin() {
    if (front < filled) {
      return false;
    }
    fillings += filled;
    filled = 0;
    front = 0;
    beginCounts();
    return true;
  }

  @Override
  public void end() {}

  @Override
  public int room(int wanted) {
    return Math.min(wanted, items.length);
  }

  @Override
  public void placedAt(long place) {
    firstPlace = place;
  }

  @Override
  public void open() {
    filled = added();
  }

  @Override
  public void put(Object content) {
    items[filled++] = content;
  }

  @Override
  void add(Circle from, long first, int count) {
    from.copy(first, count, items, added());
    countAdded(count);
  }

  @Override
  public int forget() {
    int forgotten = 0;
    while (take() != null) {
      forgotten++;
    }
    return forgotten;
  }
}
