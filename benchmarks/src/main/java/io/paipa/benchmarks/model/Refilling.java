package io.paipa.benchmarks.model;

import com.lmax.disruptor.Sequence;
import java.util.Arrays;

/**
 * What a worker touches when it refills the claim of its step from the ring, in the engine's order:
 * the lock, the sequences, the slots, the cells. Two threads do it by turns. So all of it comes
 * from another core, as it does where many workers share a claim.
 */
final class Refilling implements Runnable {
  /** As many as a claim holds at most. */
  static final int LARGE_BATCH = 256;

  /** An odd number of the largest batch. Else each thread would come back to its own, always. */
  private static final int SLOTS = 5 * LARGE_BATCH;

  private static final int CELLS = 3 * LARGE_BATCH;

  private final int items;
  private final Sequence lock = new Sequence(0);
  private final Sequence next = new Sequence(0);
  private final Sequence filled = new Sequence(0);
  private final Sequence cursor = new Sequence(0);
  private final Sequence work = new Sequence(0);
  private final Object[] slots = new Object[SLOTS];
  private final Object[] cells = new Object[CELLS];

  /** Stands for what slots are cleared with. Items, so that the next turn finds some. */
  private final Object[] fresh = new Object[SLOTS];

  /**
   * A claim and its ring.
   *
   * @param items how many are copied at once, a divisor of the largest batch
   */
  Refilling(int items) {
    this.items = items;
    Arrays.setAll(fresh, i -> i);
    System.arraycopy(fresh, 0, slots, 0, SLOTS);
  }

  @Override
  public void run() {
    if (lock.get() != 0 || !lock.compareAndSet(0, 1)) {
      throw new IllegalStateException("the other thread has the lock, although it has no turn");
    }
    long position = filled.get();
    if (next.get() < position) {
      throw new IllegalStateException("there are items in the claim, although all were taken");
    }
    long first = work.get();
    if (first <= cursor.get()) {
      int slot = (int) (first % SLOTS);
      System.arraycopy(slots, slot, cells, (int) (position % CELLS), items);
      System.arraycopy(fresh, slot, slots, slot, items);
      work.set(first + items);
      cursor.set(first + items); // as a producer would
      filled.set(position + items);
      next.set(position + items); // as if all had been taken
    }
    lock.set(0);
  }
}
