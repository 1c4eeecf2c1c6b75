package io.paipa.stress.chaos;

import org.jspecify.annotations.Nullable;

/**
 * The keys of a step's items: what comes of an item has its key.
 *
 * @param step the step
 * @param count how many there are; 0 if the step has none
 */
record DrawnKeys(int step, int count) {
  private static final int UNKEYED_PER_MILLE = 60;

  /** Of a step whose items have no keys. */
  static final DrawnKeys NONE = new DrawnKeys(0, 0);

  /** The key of an item; null if no order is to be kept for it. */
  @Nullable Long of(Token token) {
    if (count == 0 || token.feed == Token.NO_FEED) {
      return null;
    }
    long hash = Mix.hash(step, token.feed, token.root, 43);
    return Mix.hits(hash, UNKEYED_PER_MILLE) ? null : Math.floorMod(hash >>> 10, (long) count);
  }
}
