package io.paipa.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A ring of references, its ends, and nothing else: what {@link LimitContender} goes through. Slots
 * are never cleared.
 *
 * <p><b>Who writes what.</b> The word <i>filled</i> says how many items were published; a producer
 * writes it with a release store for each batch. Where there are several producers, the one that
 * holds the <i>lock</i> does, which it takes by compare-and-set for the time of a copy. The word
 * <i>work</i> says how many items were taken. A sole consumer reads items where they are, and
 * writes it with a release store for each block. Several copy a block, and then claim it by
 * compare-and-set. A producer fills a slot again only when the work is past it. So a copy is good
 * if the claim succeeds.
 */
final class LimitRing {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  /** Places in an array of words, each with a cache line of room on either side. */
  private static final int FILLED = 16;

  private static final int WORK = 48;
  private static final int LOCK = 80;
  private static final int WORDS = 112;

  private static final int SPINS = 50;
  private static final int YIELDS = 200;
  private static final long PARK_NANOS = 50_000;

  private final @Nullable Object[] slots;
  private final int mask;
  private final long[] words = new long[WORDS];
  private volatile boolean closed;

  /**
   * A ring.
   *
   * @param capacity a power of two
   */
  LimitRing(int capacity) {
    this.slots = new @Nullable Object[capacity];
    this.mask = capacity - 1;
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

  /** Whether no more comes. To be asked before an {@link In#open} that finds nothing. */
  boolean isClosed() {
    return closed;
  }

  private long filled() {
    return (long) WORD.getAcquire(words, FILLED);
  }

  private long work() {
    return (long) WORD.getAcquire(words, WORK);
  }

  @SuppressWarnings("NullAway") // what is filled is no null
  private Object at(long position) {
    return slots[(int) position & mask];
  }

  private void fill(long position, Object item) {
    slots[(int) position & mask] = item;
  }

  /**
   * One consumer's way out; used by its thread alone.
   *
   * @param isSole whether there is no other
   * @param most how many items it takes at once
   */
  In in(boolean isSole, int most) {
    return isSole ? new SoleIn(most) : new SharedIn(most);
  }

  /**
   * One producer's way in; used by its thread alone.
   *
   * @param isSole whether there is no other
   * @param batch how many items it publishes at once
   */
  Out out(boolean isSole, int batch) {
    return isSole ? new SoleOut(batch) : new SharedOut(batch);
  }

  /** Where a consumer takes blocks of items. */
  abstract static class In {
    /** Begins a block; gives how many items it has. */
    abstract int open();

    /** An item of the block. */
    abstract Object get(int index);

    /** The block is done. */
    abstract void close();
  }

  private final class SoleIn extends In {
    private final int most;
    private long first;
    private int count;

    SoleIn(int most) {
      this.most = most;
    }

    @Override
    int open() {
      first += count;
      count = (int) Math.min(most, filled() - first);
      return count;
    }

    @Override
    Object get(int index) {
      return at(first + index);
    }

    @Override
    void close() {
      WORD.setRelease(words, WORK, first + count);
    }
  }

  private final class SharedIn extends In {
    private final Object[] taken;

    SharedIn(int most) {
      taken = new Object[most];
    }

    @Override
    int open() {
      for (; ; ) {
        long first = work();
        int count = (int) Math.min(taken.length, filled() - first);
        for (int i = 0; i < count; i++) {
          taken[i] = at(first + i);
        }
        if (count <= 0) {
          return 0;
        }
        if (WORD.compareAndSet(words, WORK, first, first + count)) {
          return count;
        }
      }
    }

    @Override
    Object get(int index) {
      return taken[index];
    }

    @Override
    void close() {
      // it was claimed before
    }
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
      fill(next, item);
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
    private final Object[] waiting;
    private int size;

    SharedOut(int batch) {
      this.waiting = new Object[batch];
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
      for (int times = 0; from < size; times++) {
        int count = tryPublish(from);
        from += count;
        if (count > 0) {
          times = 0;
        } else {
          idle(times);
        }
      }
      size = 0;
    }

    private int tryPublish(int from) {
      if ((long) WORD.getOpaque(words, LOCK) != 0 || !WORD.compareAndSet(words, LOCK, 0L, 1L)) {
        return 0;
      }
      long first = filled();
      int count = (int) Math.min(work() + slots.length - first, size - from);
      for (int i = 0; i < count; i++) {
        fill(first + i, waiting[from + i]);
      }
      WORD.setRelease(words, FILLED, first + count);
      WORD.setRelease(words, LOCK, 0L);
      return count;
    }
  }
}
