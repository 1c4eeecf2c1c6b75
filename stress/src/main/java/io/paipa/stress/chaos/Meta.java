package io.paipa.stress.chaos;

/**
 * A meta event.
 *
 * @param feed by which feed it was put
 * @param root before which item
 * @param replacements how many steps have put another in its place
 */
record Meta(int feed, long root, int replacements) {
  Meta replaced() {
    return new Meta(feed, root, replacements + 1);
  }
}
