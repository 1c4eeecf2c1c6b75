package io.paipa.internal.hop;

import org.jspecify.annotations.Nullable;

/**
 * Says whether a producer may still publish. Asked when it is the producer's turn, and there is
 * room. So a thread that closes the admission, and then publishes the last event, knows that
 * nothing lands behind it: a producer whose turn comes later sees the admission closed.
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
