package io.paipa.hop;

import com.lmax.disruptor.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * The items that the workers of a step have claimed together and not begun. They take them one by
 * one, strictly in the order of the ring; whoever finds none left refills it. So an item is begun
 * only when every item before it in the ring was, and any group of as many items in a row as there
 * are workers may wait for each other.
 *
 * <p><b>Who writes what.</b> Positions grow for ever, and are kept in a circle of cells. {@code
 * next} is the position to be taken next: whoever moves it, by compare-and-set, owns the item
 * there, reads its cell, and only then empties it. {@code filled} is the position behind the last
 * item, and is written, as are the cells and the shift, by the holder of the lock alone, which is
 * only ever tried. It fills only when nothing is left to be taken, and only cells that it has seen
 * to be empty: a cell that is not has a taker that lost its core between the compare-and-set and
 * the emptying, and would find another item there.
 *
 * <p><b>What is read is what was filled.</b> The cells and the shift are written before {@code
 * filled}; a taker has read {@code filled} beyond its position before it reads them. The shift
 * changes only when nothing is left: so a taker whose compare-and-set succeeds has read the one
 * that was right for its position.
 */
public final class StepClaim {
  private static final int LOCKED = 1;

  private final Circle cells;
  private final int size;
  private final Sequence next = new Sequence(0);
  private final Sequence filled = new Sequence(0);
  private final Sequence lock = new Sequence(0);

  /** From a position to the place in the order of the step's items. */
  private final Sequence shift = new Sequence(0);

  /**
   * An empty claim.
   *
   * @param size how many items a filling may have, a power of two
   */
  public StepClaim(int size) {
    this.size = size;
    this.cells = new Circle(2 * size); // half of it is free where a taker is slow to empty its cell
  }

  /**
   * A worker's way to it.
   *
   * @param ahead how many items the worker takes at once: at 1 it takes none before it begins it
   * @return a view that is the worker's own
   */
  public Claim forWorker(int ahead) {
    return new View(ahead);
  }

  /**
   * How many items are claimed and not begun. Safe for any thread.
   *
   * @return the number at this moment
   */
  int remaining() {
    long taken = next.get(); // first, for it never passes what is filled
    return (int) Math.max(0, Math.min(filled.get() - taken, size));
  }

  /**
   * After the end: takes what is left, and lets nobody fill it again.
   *
   * @param deadlineNanos until when a worker in the midst of filling is waited for, by {@link
   *     System#nanoTime}
   * @return how many items were left
   */
  int drain(long deadlineNanos) {
    while (!lock.compareAndSet(0, LOCKED) && System.nanoTime() - deadlineNanos < 0) {
      Thread.yield();
    }
    View view = new View(1);
    int items = 0;
    while (view.take() != null || view.lostRace()) {
      items += view.lostRace() ? 0 : 1;
    }
    return items;
  }

  private final class View extends Claim {
    private final @Nullable Object[] own;
    private int ownFilled;
    private int ownFront;
    private long seenFilled;
    private long place;
    private boolean lost;

    View(int ahead) {
      own = new Object[ahead > 1 ? Math.min(ahead, size) : 0];
    }

    @Override
    public @Nullable Object take() {
      if (own.length > 0) {
        return takeAhead();
      }
      long position = next.get();
      if (!isFilled(position)) {
        return null;
      }
      long shiftThen = shift.get();
      if (!next.compareAndSet(position, position + 1)) {
        lost = true;
        return null;
      }
      place = position + shiftThen;
      return cells.takeOut(position);
    }

    private boolean isFilled(long position) {
      lost = false;
      if (position >= seenFilled) {
        seenFilled = filled.get();
      }
      return position < seenFilled;
    }

    private @Nullable Object takeAhead() {
      if (ownFront == ownFilled && !takeMore()) {
        return null;
      }
      Object item = own[ownFront];
      own[ownFront++] = null;
      place++;
      return item;
    }

    private boolean takeMore() {
      long position = next.get();
      if (!isFilled(position)) {
        return false;
      }
      long shiftThen = shift.get();
      int count = (int) Math.min(own.length, seenFilled - position);
      if (!next.compareAndSet(position, position + count)) {
        lost = true;
        return false;
      }
      place = position + shiftThen - 1;
      for (int i = 0; i < count; i++) {
        own[i] = cells.takeOut(position + i);
      }
      ownFront = 0;
      ownFilled = count;
      return true;
    }

    @Override
    public long place() {
      return place;
    }

    @Override
    public boolean lostRace() {
      return lost;
    }

    @Override
    public int remaining() {
      return StepClaim.this.remaining();
    }

    @Override
    public long progress() {
      return next.get();
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public boolean tryBegin() {
      if (lock.get() != 0 || !lock.compareAndSet(0, LOCKED)) {
        return false;
      }
      if (next.get() < filled.get()) {
        lock.set(0);
        return false;
      }
      beginCounts();
      return true;
    }

    @Override
    public void end() {
      lock.set(0);
    }

    @Override
    public int room(int wanted) {
      return cells.emptyFrom(filled.get(), Math.min(wanted, size));
    }

    @Override
    public void placedAt(long first) {
      shift.set(first - filled.get());
    }

    @Override
    public void open() {
      filled.set(filled.get() + added());
    }

    @Override
    void add(Circle from, long first, int count) {
      from.copy(first, count, cells, filled.get() + added());
      countAdded(count);
    }

    @Override
    public int forget() {
      int count = ownFilled - ownFront;
      java.util.Arrays.fill(own, null);
      ownFront = ownFilled;
      return count;
    }
  }
}
