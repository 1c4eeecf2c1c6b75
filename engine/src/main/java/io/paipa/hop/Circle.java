package io.paipa.hop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array that is used as a circle: positions grow for ever, each is kept at itself modulo the
 * size. What it holds moves in blocks, since the processors' caches move it in lines: sixteen
 * references lie in one.
 *
 * <p>Not synchronised: those who use it order their accesses by other means.
 */
public final class Circle {
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
  void copy(long from, int count, Object[] to, int at) {
    int index = index(from);
    int first = Math.min(count, cells.length - index);
    System.arraycopy(cells, index, to, at, first);
    System.arraycopy(cells, 0, to, at + first, count - first);
  }

  /** Drops what is in some places. */
  @SuppressWarnings("NullAway") // the array holds null where nothing is
  void clear(long from, int count) {
    int index = index(from);
    int first = Math.min(count, cells.length - index);
    Arrays.fill(cells, index, index + first, null);
    Arrays.fill(cells, 0, count - first, null);
  }

  private int index(long position) {
    return (int) position & mask;
  }
}
