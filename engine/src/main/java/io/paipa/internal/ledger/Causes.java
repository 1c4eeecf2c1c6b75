package io.paipa.internal.ledger;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Adds exceptions to others without making a circle. Code that prints or searches an exception
 * can't walk through one that is reached from itself, by causes and suppressed exceptions.
 */
public final class Causes {
  /** More are not looked at: a graph of users' exceptions may be of any size. */
  private static final int LOOKED_AT_MOST = 1_000;

  private Causes() {}

  /**
   * Adds a later exception to an earlier one as suppressed, unless that is part of the other
   * already.
   *
   * @param earlier what is thrown
   * @param later what came later
   */
  public static void suppress(Throwable earlier, Throwable later) {
    if (!leadsTo(later, earlier) && !leadsTo(earlier, later)) {
      earlier.addSuppressed(later);
    }
  }

  /**
   * Whether an exception leads to another, by causes and suppressed exceptions.
   *
   * @param from where to begin
   * @param to what is looked for
   * @return true if so, or if that can't be said, since there are too many
   */
  public static boolean leadsTo(Throwable from, Throwable to) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      Throwable next = open.remove();
      if (next == to || seen.size() >= LOOKED_AT_MOST) {
        return true;
      }
      if (seen.add(next)) {
        Throwable cause = next.getCause();
        if (cause != null) {
          open.add(cause);
        }
        Collections.addAll(open, next.getSuppressed());
      }
    }
    return false;
  }
}
