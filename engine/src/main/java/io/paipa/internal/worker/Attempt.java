package io.paipa.internal.worker;

import org.jspecify.annotations.Nullable;

/**
 * An attempt at an item.
 *
 * @param item the item
 * @param place its place in the order of the outputs, or {@link #NO_PLACE}
 * @param number how many attempts were made with this one: 1 for the first
 * @param turn the item's turn among those of its key; null if the step has no keys
 */
record Attempt(Object item, long place, int number, @Nullable Turn turn) {
  /** The place of an item where no order is restored. */
  static final long NO_PLACE = -1;

  /** The first attempt at an item. */
  static Attempt first(Object item, long place) {
    return new Attempt(item, place, 1, null);
  }

  /** The first attempt at an item whose turn has come. */
  static Attempt first(Turn turn) {
    return new Attempt(turn.item(), NO_PLACE, 1, turn);
  }

  /** Another attempt at the same item. */
  Attempt next() {
    return new Attempt(item, place, number + 1, turn);
  }
}
