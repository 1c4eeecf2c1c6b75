package io.paipa.coroutine;

import io.paipa.PipelineException;
import io.paipa.internal.ledger.Causes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has to be closed at the end: the last that came first, so that the source is the last. */
final class Belongings {
  private final Deque<Owned> open = new ArrayDeque<>();

  private record Owned(AutoCloseable closeable, @Nullable Place place) {}

  /**
   * Takes something over, if it can be closed and was not taken over before.
   *
   * @param place the step that it belongs to; null if to none
   */
  void add(Object thing, @Nullable Place place) {
    if (thing instanceof AutoCloseable closeable
        && open.stream().noneMatch(other -> other.closeable == closeable)) {
      open.push(new Owned(closeable, place));
    }
  }

  /**
   * Closes everything, once. An interrupt may be for the thread that reads the results, or be left
   * by the closing of another thing. It is not for what is closed: the flag is set again
   * afterwards.
   *
   * @param failure what failed before; what fails here is suppressed in it. If null, the first
   *     failure is thrown
   */
  void close(@Nullable Throwable failure) {
    Throwable first = failure;
    Place where = null;
    boolean interrupted = false;
    for (Owned next = open.poll(); next != null; next = open.poll()) {
      interrupted |= Thread.interrupted();
      try {
        next.closeable.close();
      } catch (Throwable t) {
        if (first == null) {
          first = t;
          where = next.place;
        } else {
          Causes.suppress(first, t);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (first != null && first != failure) {
      rethrow(first, where);
    }
  }

  /** Throws what is unchecked as it is, and the rest as a cause. */
  private static void rethrow(Throwable thrown, @Nullable Place where) {
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    String beginning = (where == null ? "recipe" : where) + ": closing failed: ";
    LateMessage message = new LateMessage(beginning, thrown);
    String step = where == null ? null : where.name();
    throw new PipelineException(message, "recipe", step, null, 0, thrown);
  }
}
