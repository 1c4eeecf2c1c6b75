package io.paipa.hop;

import org.jspecify.annotations.Nullable;

/**
 * The pre-allocated event of a ring: carries one item, or a marker. Written by the producer that
 * claimed its sequence before it publishes, and cleared by the worker that claimed it, before the
 * gate is raised; the ring orders the two.
 */
final class Slot {
  @Nullable Object content;
  boolean isMarker;

  /** By a producer, into a slot that is clear. */
  void fill(Object itemOrMarker) {
    content = itemOrMarker;
    if (itemOrMarker instanceof Marker) {
      isMarker = true;
    }
  }

  void clear() {
    content = null;
    isMarker = false;
  }
}
