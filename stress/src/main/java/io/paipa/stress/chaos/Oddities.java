package io.paipa.stress.chaos;

/**
 * What users' code seldom does, and may do. Drawn for each item apart from all else, so that older
 * seeds stay what they were but for it.
 *
 * @param edgePerMille calls of the engine that are made where the stack is nearly used up
 * @param strayPerMille items whose step emits in another thread, which swallows the refusal
 * @param words what an exception says of itself
 */
record Oddities(int edgePerMille, int strayPerMille, Words words) {
  private static final int EDGED_PER_MILLE = 80;
  private static final int EDGE_PER_MILLE = 10;
  private static final int STRAYING_PER_MILLE = 15;
  private static final int STRAY_PER_MILLE = 20;
  private static final int MUMBLING_PER_MILLE = 150;

  /** How an exception says what it is. */
  enum Words {
    PLAIN,
    SLOW,
    NONE,
    ENDLESS
  }

  static Oddities drawn(long seed) {
    int words = Math.floorMod(Mix.hash(seed, 24), Words.values().length);
    return new Oddities(
        Mix.hits(Mix.hash(seed, 21), EDGED_PER_MILLE) ? EDGE_PER_MILLE : 0,
        Mix.hits(Mix.hash(seed, 22), STRAYING_PER_MILLE) ? STRAY_PER_MILLE : 0,
        Mix.hits(Mix.hash(seed, 23), MUMBLING_PER_MILLE) ? Words.values()[words] : Words.PLAIN);
  }

  /** Whether a call is made at the edge. */
  boolean isAtTheEdge(long hash) {
    return edgePerMille > 0 && Mix.hits(hash, edgePerMille);
  }
}
