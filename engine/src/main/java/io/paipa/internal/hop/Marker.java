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

  /** A slot that was claimed by a producer that may not publish any more; to be ignored. */
  static final Marker VOID = new Marker(Kind.VOID, null);

  /** The kinds of markers. */
  public enum Kind {
    /** A user's meta event. */
    META,
    /** The last event. */
    SENTINEL,
    /** To be ignored. */
    VOID
  }

  /** Whether what is in a slot is a meta event or the sentinel. */
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
