package io.paipa.kafka;

/**
 * How much a test does: in a build little, so that it stays quick; all of it with {@code -Dfull}.
 */
final class Load {
  private Load() {}

  /** One of two numbers. */
  static int of(int inABuild, int inFull) {
    return Boolean.getBoolean("full") ? inFull : inABuild;
  }
}
