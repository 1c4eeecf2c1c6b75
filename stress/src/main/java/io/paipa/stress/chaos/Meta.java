package io.paipa.stress.chaos;

/**
 * A meta event.
 *
 * @param feed by which feed it was put
 * @param root before which item
 */
record Meta(int feed, long root) {}
