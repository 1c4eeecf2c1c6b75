package io.paipa;

import java.lang.ref.WeakReference;
import java.util.List;

/** Items of which it is seen when the garbage collector has taken them. */
final class CollectedItems {
  private CollectedItems() {}

  static Object fresh(List<WeakReference<Object>> references) {
    Object item = new Object();
    references.add(new WeakReference<>(item));
    return item;
  }

  static void awaitCollected(List<WeakReference<Object>> references) {
    Threads.await(
        () -> {
          System.gc();
          return references.stream().allMatch(reference -> reference.get() == null);
        });
  }
}
