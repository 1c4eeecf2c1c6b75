package io.paipa.coroutine;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What gives one item after another: the source, or a step on top of what is before it. Since items
 * are never null, one call answers both whether there is an item and which.
 *
 * <p>Confined to the thread that reads the results.
 */
abstract class Pull {
  /** The next item; null at the end, and if asked again after it. Throws nothing checked. */
  abstract @Nullable Object next();

  /**
   * Pushes all items that are left into a sink. What the sink throws passes through. Neither this
   * nor {@link #next} may be called after it.
   */
  void drain(Consumer<Object> sink) {
    for (Object item = next(); item != null; item = next()) {
      sink.accept(item);
    }
  }
}
