package io.paipa.internal.hop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An array that is used as a circle: positions grow for ever, each is kept at itself modulo the
 * size. What it holds moves in blocks, since the processors' caches move it in lines: sixteen
 * references lie in one.
 *
 * <p>Not synchronised: the classes that use it order their accesses by other means.
 */
public final class Circle {
  private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(Object[].class);

  /**
   * Copied over what is to be dropped: a collector looks once at a copy, and at each single one.
   */
  private static final @Nullable Object[] NOTHING = new Object[256];

  private final Object[] cells;
  private final int mask;

  /**
   * A circle that holds nothing.
   *
   * @param size how many places it has, a power of two
   */
  public Circle(int size) {
    cells = new Object[size];
    mask = size - 1;
  }

  int size() {
    return cells.length;
  }

  /**
   * Fills a place.
   *
   * @param position the place
   * @param content what it holds then
   */
  public void set(long position, Object content) {
    cells[index(position)] = content;
  }

  /** What is in a place. */
  @Nullable Object get(long position) {
    return cells[index(position)];
  }

  /** Takes out what is in a place, which is seen to be empty only after that. */
  Object takeOut(long position) {
    int index = index(position);
    Object content = cells[index];
    CELLS.setRelease(cells, index, null);
    return content;
  }

  /** Fills a place that still holds what the caller has seen there; else leaves it alone. */
  void replace(long position, Object seen, Object content) {
    CELLS.compareAndSet(cells, index(position), seen, content);
  }

  /**
   * How many places in a row, of so many, were {@linkplain #takeOut taken out} of, or never filled.
   */
  int emptyFrom(long position, int atMost) {
    for (int i = 0; i < atMost; i++) {
      if (CELLS.getAcquire(cells, index(position + i)) != null) {
        return i;
      }
    }
    return atMost;
  }

  /** Copies what is in some places to others of another circle. */
  void copy(long from, int count, Circle to, long at) {
    int copied = 0;
    while (copied < count) {
      int index = to.index(at + copied);
      int fitting = Math.min(count - copied, to.cells.length - index);
      copy(from + copied, fitting, to.cells, index);
      copied += fitting;
    }
  }

  /** Copies what is in some places to an array. */
  void copy(long from, int count, @Nullable Object[] to, int at) {
    int index = index(from);
    int first = Math.min(count, cells.length - index);
    System.arraycopy(cells, index, to, at, first);
    System.arraycopy(cells, 0, to, at + first, count - first);
  }

  /** Drops what is in some places. */
  void clear(long from, int count) {
    int index = index(from);
    int first = Math.min(count, cells.length - index);
    clear(index, first);
    clear(0, count - first);
  }

  private void clear(int index, int count) {
    int cleared = 0;
    while (cleared < count) {
      int block = Math.min(count - cleared, NOTHING.length);
      System.arraycopy(NOTHING, 0, cells, index + cleared, block);
      cleared += block;
    }
  }

  private int index(long position) {
    return (int) position & mask;
  }
}
