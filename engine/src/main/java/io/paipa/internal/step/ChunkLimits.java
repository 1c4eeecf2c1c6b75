package io.paipa.internal.step;

import io.paipa.Weigher;
import io.paipa.internal.platform.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * When a list goes out.
 *
 * @param size how many items it has then
 * @param timeoutNanos how long after its first item; {@link TimedStep#NEVER} for no limit
 * @param weigher gives the weight of an item; null if items have none
 * @param weight how much a list weighs at most
 * @param time the clock
 * @param <T> type of the items
 */
public record ChunkLimits<T>(
    int size,
    long timeoutNanos,
    @Nullable Weigher<? super T> weigher,
    long weight,
    TimeSource time) {
  /** Of a list whose size is near, so that it need not grow. */
  private static final int INITIAL_SIZE = 1_024;

  /** A list that begins now, and is the only one. */
  OpenList<T> open() {
    return open(INITIAL_SIZE);
  }

  /** A list that begins now, with room for so many items before it has to grow. */
  OpenList<T> open(int initialSize) {
    return new OpenList<>(Math.min(size, initialSize), isTimed() ? time.nanoTime() : 0);
  }

  /** The weight of an item: calls the user's code. */
  long weigh(T item) throws Exception {
    if (weigher == null) {
      return 0;
    }
    long itemWeight = weigher.weigh(item);
    if (itemWeight < 0) {
      throw new IllegalArgumentException("its weight is " + itemWeight + "; give 0 or more");
    }
    return itemWeight;
  }

  /** Whether an item can be added. The difference can't overflow, as a sum could. */
  boolean haveRoom(OpenList<T> list, long itemWeight) {
    return itemWeight <= weight - list.weight();
  }

  boolean areReached(OpenList<T> list) {
    return list.size() >= size || list.weight() >= weight;
  }

  /** How long until a list is to go out. */
  long remainingNanos(OpenList<T> list) {
    return isTimed() ? timeoutNanos - (time.nanoTime() - list.sinceNanos()) : TimedStep.NEVER;
  }

  private boolean isTimed() {
    return timeoutNanos != TimedStep.NEVER;
  }
}
