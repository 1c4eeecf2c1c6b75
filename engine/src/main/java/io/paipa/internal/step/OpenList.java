package io.paipa.internal.step;

import io.paipa.Emitter;
import io.paipa.Kept;
import io.paipa.StepContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that items are added to until it goes out. Confined to its worker's thread.
 *
 * @param <T> type of the items
 */
final class OpenList<T> {
  private final List<T> items;
  private final long sinceNanos;
  private long weight;

  /** The deliveries of the items. */
  private Kept kept = Kept.none();

  OpenList(int initialSize, long sinceNanos) {
    this.items = new ArrayList<>(initialSize);
    this.sinceNanos = sinceNanos;
  }

  int size() {
    return items.size();
  }

  long weight() {
    return weight;
  }

  /** When its first item came. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Adds the item that the step is processing. */
  void add(T item, long itemWeight, @Nullable StepContext<? super T> context) {
    items.add(item);
    weight += itemWeight;
    if (context != null) {
      kept = kept.join(context.keep());
    }
  }

  /** Goes out. If that is cancelled, the step keeps the items. */
  void emit(Emitter<List<T>> out) {
    kept.emit(out, Collections.unmodifiableList(items));
  }

  /** Is out, and the step has forgotten it. */
  void release() {
    kept.release();
  }
}
