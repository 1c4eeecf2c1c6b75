package io.paipa.internal.worker;

/**
 * An attempt at an item.
 *
 * @param item the item
 * @param place its place in the order of the outputs, or {@link #NO_PLACE}
 * @param number how many attempts were made with this one: 1 for the first
 */
record Attempt(Object item, long place, int number) {
  /** The place of an item where no order is restored. */
  static final long NO_PLACE = -1;

  /** The first attempt at an item. */
  static Attempt first(Object item, long place) {
    return new Attempt(item, place, 1);
  }

  /** Another attempt at the same item. */
  Attempt next() {
    return new Attempt(item, place, number + 1);
  }
}
