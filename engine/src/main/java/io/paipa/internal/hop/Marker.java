package io.paipa.internal.hop;

import org.jspecify.annotations.Nullable;

/**
 * What flows through a ring besides items.
 *
 * @param kind what it is
 * @param meta the user's meta event, if it is one
 */
public record Marker(Kind kind, @Nullable Object meta) {
  /** Nothing follows. */
  public static final Marker SENTINEL = new Marker(Kind.SENTINEL, null);

  /** All workers hand out what they hold back. The user's steps are told of nothing else. */
  public static final Marker FLUSH = new Marker(Kind.FLUSH, null);

  /** A fence that was passed; to be ignored. */
  static final Marker VOID = new Marker(Kind.VOID, null);

  /** The kinds of markers. */
  public enum Kind {
    /** A user's meta event. */
    META,
    /** All before it is to be done, and handed out. */
    FLUSH,
    /** The last event. */
    SENTINEL,
    /** To be ignored. */
    VOID
  }

  /** Whether what is in a slot is a meta event, a flush or the sentinel. */
  static boolean isFence(@Nullable Object content) {
    return content instanceof Marker && content != VOID;
  }

  /**
   * A marker for a meta event.
   *
   * @param meta the event
   * @return the marker
   */
  public static Marker meta(Object meta) {
    return new Marker(Kind.META, meta);
  }
}
