package io.paipa.stress.chaos;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Some of the items, to see whether they are kept reachable. Any thread. */
final class Watched {
  private static final int ONE_IN = 8;
  private static final int AT_MOST = 20;

  private final Queue<WeakReference<Token>> items = new ConcurrentLinkedQueue<>();

  void add(Token token) {
    if (token.id % ONE_IN == 0 && items.size() < AT_MOST) {
      items.add(new WeakReference<>(token));
    }
  }

  /** How many can be reached, besides these. */
  long reachable(Collection<?> besides) {
    return items.stream()
        .map(WeakReference::get)
        .filter(token -> token != null && !besides.contains(token))
        .count();
  }
}
