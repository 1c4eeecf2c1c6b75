package io.paipa.internal.life;

/**
 * What a run was at, when that was looked at.
 *
 * @param kind the short of it
 * @param why for people: what is going on; empty if it is quiet
 */
public record Standing(Kind kind, String why) {
  /** Nothing happens any more by itself. */
  public static final Standing QUIET = new Standing(Kind.QUIET, "");

  /** What it can be at, the busiest first. */
  public enum Kind {
    /** Something is being done, or about to be. */
    BUSY,
    /** As quiet, but that user code waits, which is allowed to. */
    WAITS,
    /** Nothing happens any more by itself. */
    QUIET
  }

  /**
   * Something is being done.
   *
   * @param why what
   * @return that
   */
  public static Standing busy(String why) {
    return new Standing(Kind.BUSY, why);
  }

  /**
   * Whether nothing happens any more by itself, but what user code does that may wait.
   *
   * @return true if so
   */
  public boolean isStill() {
    return kind != Kind.BUSY;
  }

  /**
   * The busier one of two.
   *
   * @param other another
   * @return one of them
   */
  public Standing and(Standing other) {
    return other.kind.compareTo(kind) < 0 ? other : this;
  }
}
