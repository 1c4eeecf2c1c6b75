package io.paipa.stress.chaos;

import org.jspecify.annotations.Nullable;

/** An item. Its fields are plain: what is read in a step was made visible by the engine. */
final class Token {
  /** From no feed: emitted by a hook. */
  static final int NO_FEED = -1;

  private static final int OUTPUTS = 4;
  private static final int FLOOD = 4_096;

  final int feed;

  /** Its number in its feed, or that of the item that it comes from. */
  final long root;

  /** Grows along a feed, also over what comes of its items. */
  final long order;

  final long id;

  /** How often it was put back. */
  final int generation;

  /** Put out by an attempt that is going to fail. */
  final boolean doomed;

  private final long check;

  private Token(int feed, long root, long order, long id, int generation, boolean doomed) {
    this.feed = feed;
    this.root = root;
    this.order = order;
    this.id = id;
    this.generation = generation;
    this.doomed = doomed;
    this.check = ~id;
  }

  static Token root(int feed, long number) {
    return new Token(feed, number, number, Mix.hash(feed, number), 0, false);
  }

  static Token ofHook(int step, long number) {
    return new Token(NO_FEED, -1, -1, Mix.hash(-7 - step, number), 0, false);
  }

  /** One of what a step puts out for this item. */
  Token output(int step, int number, boolean mayFlood, boolean ofFailure) {
    long first = order * (mayFlood ? FLOOD : OUTPUTS);
    return new Token(feed, root, first + number, Mix.hash(id, step, number), 0, ofFailure);
  }

  Token putBack() {
    return new Token(feed, root, order, Mix.hash(id, 0x5EED), generation + 1, false);
  }

  boolean isWhole() {
    return check == ~id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Token token && token.id == id;
  }

  @Override
  public int hashCode() {
    return (int) id;
  }

  @Override
  public String toString() {
    return "item " + feed + ":" + root + "/" + Long.toHexString(id);
  }
}
