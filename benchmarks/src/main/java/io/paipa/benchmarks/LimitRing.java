package io.paipa.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A ring of references, its ends, and nothing else: what {@link LimitContender} goes through.
 *
 * <p><b>Who writes what.</b> With one producer and one consumer, each has a count of its own, which
 * it writes with a release store for each batch. With more of either, a producer claims slots by
 * compare-and-set, fills them, and writes the lap of each with a release store. A consumer copies
 * the items whose lap has come, and then claims them by compare-and-set on the one work sequence. A
 * producer fills a slot again only when the work sequence is past it. So a copy is good if the
 * claim succeeds. There slots are not cleared.
 */
final class LimitRing {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle LAP = MethodHandles.arrayElementVarHandle(int[].class);

  /** Places in an array of words, each with a cache line of room on either side. */
  private static final int FILLED = 16;

  private static final int WORK = 48;
  private static final int WORDS = 80;

  private static final int SPINS = 50;
  private static final int YIELDS = 200;
  private static final long PARK_NANOS = 50_000;

  private final @Nullable Object[] slots;
  private final int mask;
  private final int shift;
  private final boolean shared;

  /** In which lap each slot was filled last; not used by one producer with one consumer. */
  private final int[] laps;

  private final long[] words = new long[WORDS];
  private volatile boolean closed;

  /**
   * A ring.
   *
   * @param capacity a power of two
   * @param shared whether there is more than one producer, or more than one consumer
   */
  LimitRing(int capacity, boolean shared) {
    this.slots = new @Nullable Object[capacity];
    this.mask = capacity - 1;
    this.shift = Integer.numberOfTrailingZeros(capacity);
    this.shared = shared;
    this.laps = new int[shared ? capacity : 0];
    Arrays.fill(laps, -1);
  }

  /** Waits, the longer the more often it was in vain. */
  static void idle(int times) {
    if (times < SPINS) {
      Thread.onSpinWait();
    } else if (times < SPINS + YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(PARK_NANOS);
    }
  }

  /** After the last item was published. */
  void close() {
    closed = true;
  }

  /** Whether no more comes. To be asked before a {@link #take} that finds nothing. */
  boolean isClosed() {
    return closed;
  }

  private long filled() {
    return (long) WORD.getAcquire(words, FILLED);
  }

  private long work() {
    return (long) WORD.getAcquire(words, WORK);
  }

  /** Takes as many items as there are, and fit; gives how many. */
  int take(Object[] into) {
    return shared ? takeShared(into) : takeAlone(into);
  }

  @SuppressWarnings("NullAway") // what is filled is no null
  private int takeAlone(Object[] into) {
    long first = words[WORK];
    int count = (int) Math.min(into.length, filled() - first);
    for (int i = 0; i < count; i++) {
      int slot = (int) (first + i) & mask;
      into[i] = slots[slot];
      slots[slot] = null;
    }
    if (count > 0) {
      WORD.setRelease(words, WORK, first + count);
    }
    return count;
  }

  @SuppressWarnings("NullAway") // what is filled is no null
  private int takeShared(Object[] into) {
    for (; ; ) {
      long first = work();
      int count = 0;
      while (count < into.length && isFilled(first + count)) {
        into[count] = slots[(int) (first + count) & mask];
        count++;
      }
      if (count == 0 || WORD.compareAndSet(words, WORK, first, first + count)) {
        return count;
      }
    }
  }

  private boolean isFilled(long position) {
    return (int) LAP.getAcquire(laps, (int) position & mask) == (int) (position >>> shift);
  }

  /** One producer's way in; used by its thread alone. */
  Out out(int batch) {
    return shared ? new SharedOut(batch) : new SoleOut(batch);
  }

  /** Where a producer puts items. */
  abstract static class Out {
    /** Adds an item; it is published with the others of its batch. */
    abstract void add(Object item);

    /** Publishes what was added. */
    abstract void flush();
  }

  private final class SoleOut extends Out {
    private final int batch;
    private long next;
    private long limit = slots.length;
    private long published;

    SoleOut(int batch) {
      this.batch = batch;
    }

    @Override
    void add(Object item) {
      if (next == limit) {
        awaitRoom();
      }
      slots[(int) next & mask] = item;
      next++;
      if (next - published >= batch) {
        flush();
      }
    }

    @Override
    void flush() {
      if (published != next) {
        WORD.setRelease(words, FILLED, next);
        published = next;
      }
    }

    private void awaitRoom() {
      flush();
      for (int times = 0; ; times++) {
        limit = work() + slots.length;
        long room = limit - next;
        if (room * 2 >= slots.length || (room > 0 && times > SPINS + YIELDS)) {
          return;
        }
        idle(times);
      }
    }
  }

  private final class SharedOut extends Out {
    private final @Nullable Object[] waiting;
    private int size;

    SharedOut(int batch) {
      this.waiting = new @Nullable Object[batch];
    }

    @Override
    void add(Object item) {
      waiting[size++] = item;
      if (size == waiting.length) {
        flush();
      }
    }

    @Override
    void flush() {
      int from = 0;
      while (from < size) {
        from += publish(from);
      }
      Arrays.fill(waiting, 0, size, null);
      size = 0;
    }

    private int publish(int from) {
      int count = 0;
      long first = 0;
      for (int times = 0; count == 0; times++) {
        first = filled(); // the claims of all producers
        int room = (int) (work() + slots.length - first);
        count = Math.min(room, size - from);
        if (count > 0 && !WORD.compareAndSet(words, FILLED, first, first + count)) {
          count = 0;
        } else if (count <= 0) {
          count = 0;
          idle(times);
        }
      }
      for (int i = 0; i < count; i++) {
        int slot = (int) (first + i) & mask;
        slots[slot] = waiting[from + i];
        LAP.setRelease(laps, slot, (int) ((first + i) >>> shift));
      }
      return count;
    }
  }
}
