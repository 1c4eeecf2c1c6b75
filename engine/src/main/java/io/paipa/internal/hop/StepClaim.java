package io.paipa.internal.hop;

import com.lmax.disruptor.Sequence;

/**
 * The items that the workers of a step have claimed together and not begun. They take them one by
 * one, strictly in the order of the ring. A worker that finds none left refills it. So an item is
 * begun only when every item before it in the ring was. And any group of as many items in a row as
 * there are workers may wait for each other.
 *
 * <p><b>Who writes what.</b> Positions grow for ever, and are kept in a circle of cells. {@code
 * next} is the position to be taken next. The worker that moves it, by compare-and-set, owns the
 * item there, reads its cell, and only then empties it. {@code filled} is the position behind the
 * last item. It is written, as are the cells and the shift, by the holder of the lock alone; the
 * lock is only ever tried. The holder fills only when nothing is left to be taken, and only cells
 * that it has seen to be empty. A cell that is not empty has a taker that lost its core between the
 * compare-and-set and the emptying. That taker would find another item there.
 *
 * <p><b>What is read is what was filled.</b> The cells and the shift are written before {@code
 * filled}; a taker has read {@code filled} beyond its position before it reads them. It reads the
 * shift once for all positions up to there. The shift changes only when nothing is left. So if it
 * changed between the two reads, the taker's compare-and-sets at these positions fail.
 */
public final class StepClaim {
  /** The {@link #shift} where the items have no places. */
  static final long NO_PLACES = Long.MIN_VALUE;

  final Circle cells;
  final int size;
  final Sequence next = new Sequence(0);
  final Sequence filled = new Sequence(0);
  private final SpinLock lock = new SpinLock();

  /** From a position to the place in the order of the step's items. */
  final Sequence shift = new Sequence(NO_PLACES);

  /**
   * An empty claim.
   *
   * @param size how many items a filling may have, a power of two
   */
  public StepClaim(int size) {
    this.size = size;
    this.cells = new Circle(2 * size); // half of it is free where a taker is slow to empty its cell
  }

  boolean tryLock() {
    return lock.tryLock();
  }

  void unlock() {
    lock.unlock();
  }

  /** How many items are claimed and not begun. Safe for any thread. */
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
    lock.tryLock(deadlineNanos); // for good
    int items = 0;
    for (long position = next.get(); position < filled.get(); position = next.get()) {
      if (next.compareAndSet(position, position + 1)) {
        cells.takeOut(position);
        items++;
      }
    }
    return items;
  }
}
