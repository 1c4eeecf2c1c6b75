package io.paipa.stress.chaos;

import io.paipa.ContextPropagation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Contexts that name the items which they go with: so it is seen whether each item has its own, and
 * whether one is left behind. The variable is of each thread; all else never changes.
 */
final class CarriedTokens implements ContextPropagation {
  private static final ThreadLocal<@Nullable Set<Long>> CURRENT = new ThreadLocal<>();

  private final List<Feed> feeds;
  private final Problems problems;

  CarriedTokens(List<Feed> feeds, Problems problems) {
    this.feeds = feeds;
    this.problems = problems;
  }

  private static long name(Token token) {
    return Mix.hash(token.feed, token.root);
  }

  /** Puts an item in its context. */
  void putting(Token token) {
    CURRENT.set(Set.of(name(token)));
  }

  /** The item was put, or was not. */
  void put() {
    CURRENT.remove();
  }

  @Override
  public @Nullable Object capture() {
    return CURRENT.get();
  }

  @Override
  @SuppressWarnings("unchecked") // as it was captured
  public Scope restore(Object context) {
    Set<Long> before = CURRENT.get();
    problems.otherUnless(before == null, "a context was left behind: " + before);
    CURRENT.set((Set<Long>) context);
    return CURRENT::remove;
  }

  @Override
  @SuppressWarnings("unchecked") // as they were captured
  public Object join(List<Object> contexts) {
    Set<Long> all = new HashSet<>();
    contexts.forEach(context -> all.addAll((Set<Long>) context));
    return all;
  }

  /** An attempt at an item begins: it has the context in which the item was put. */
  void check(String stepName, Object item) {
    if (item instanceof List<?> chunk) {
      chunk.forEach(each -> checkToken(stepName, each, false));
    } else {
      checkToken(stepName, item, stepName.equals("s0"));
    }
  }

  private void checkToken(String stepName, @Nullable Object item, boolean isAlone) {
    if (!(item instanceof Token token) || token.feed == Token.NO_FEED) {
      return;
    }
    Set<Long> context = CURRENT.get();
    if (feeds.get(token.feed).kind().isPutOneByOne()) {
      problems.otherUnless(
          context != null && context.contains(name(token)),
          stepName + ": " + token + " has not the context in which it was put");
    } else if (isAlone) {
      problems.otherUnless(context == null, stepName + ": " + token + " has another's context");
    }
  }
}
