package io.paipa.internal.step;

import org.jspecify.annotations.Nullable;

/**
 * The items of a key, as a key of a map. The user's {@code hashCode} is called once, and {@code
 * equals} only until the group is in the map: it is the one of its key then, and differs from all
 * others there. So a map that takes it out, or in again, calls no code of the user's.
 *
 * @param <T> type of the items
 */
final class Group<T> {
  private final Object key;
  private final int hash;
  private boolean isKnown;
  private @Nullable OpenList<T> list;

  /** Asks for the group of a key; or is that group, if there is none yet. */
  Group(Object key) {
    this.key = key;
    this.hash = key.hashCode();
  }

  /** Null if none is open. */
  @Nullable OpenList<T> list() {
    return list;
  }

  /** It is in the map. */
  void open(OpenList<T> opened) {
    isKnown = true;
    list = opened;
  }

  void close() {
    list = null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Group<?> group
            && !(isKnown && group.isKnown)
            && key.equals(group.key));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
