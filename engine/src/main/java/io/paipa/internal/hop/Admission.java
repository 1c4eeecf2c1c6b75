package io.paipa.internal.hop;

import org.jspecify.annotations.Nullable;

/**
 * Says whether a producer may still publish. Asked after the producer has claimed a slot. So a
 * thread that closes the admission, and then claims a slot for the last event, knows that nothing
 * lands behind it: a producer that claims later sees the admission closed.
 */
@FunctionalInterface
public interface Admission {
  /**
   * Asks.
   *
   * @return null if it may; else what to throw
   */
  @Nullable RuntimeException refusal();
}
