package io.paipa.coroutine;

import io.paipa.PipelineException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has to be closed at the end: the last that came first, so that the source is the last. */
final class Belongings {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Takes something over, if it can be closed and was not taken over before. */
  void add(Object thing) {
    if (thing instanceof AutoCloseable closeable
        && open.stream().noneMatch(other -> other == closeable)) {
      open.push(closeable);
    }
  }

  /**
   * Closes everything, once.
   *
   * @param failure what failed before; what fails here is suppressed in it. If null, the first
   *     failure is thrown
   */
  void close(@Nullable Throwable failure) {
    Throwable first = failure;
    for (AutoCloseable next = open.poll(); next != null; next = open.poll()) {
      try {
        next.close();
      } catch (Throwable t) {
        if (first == null) {
          first = t;
        } else if (first != t) {
          first.addSuppressed(t);
        }
      }
    }
    if (first != null && first != failure) {
      rethrow(first, "recipe: closing failed: ");
    }
  }

  /** Throws what is unchecked as it is, and the rest as a cause. */
  static void rethrow(Throwable thrown, String message) {
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    throw new PipelineException(message + thrown, "recipe", null, null, 0, thrown);
  }
}
