package io.paipa.internal.step;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The items of a stream function. They are never split: a parallel operation evaluates them as one
 * task then, in the thread that calls it, and no other thread pulls an item. What comes behind a
 * stateful operation may be split, for that is in memory.
 *
 * @param <T> type of the items
 */
final class UnsplitItems<T> implements Spliterator<T> {
  private final Iterator<T> items;

  UnsplitItems(Iterator<T> items) {
    this.items = items;
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    boolean more = items.hasNext();
    if (more) {
      action.accept(items.next());
    }
    return more;
  }

  @Override
  public void forEachRemaining(Consumer<? super T> action) {
    items.forEachRemaining(action);
  }

  @Override
  public @Nullable Spliterator<T> trySplit() {
    return null;
  }

  @Override
  public long estimateSize() {
    return Long.MAX_VALUE;
  }

  @Override
  public int characteristics() {
    return 0;
  }
}
