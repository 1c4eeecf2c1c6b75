package io.paipa.stress.chaos;

/** Hashes that spread well: the finaliser of splitmix64. */
final class Mix {
  private Mix() {}

  static long hash(long... values) {
    long hash = 0x9E37_79B9_7F4A_7C15L;
    for (long value : values) {
      hash = spread(hash + 0x9E37_79B9_7F4A_7C15L + value);
    }
    return hash;
  }

  private static long spread(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }

  /** Whether a hash is among so many of a thousand. */
  static boolean hits(long hash, int perMille) {
    return Math.floorMod(hash, 1_000) < perMille;
  }
}
