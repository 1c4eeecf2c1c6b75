package io.paipa.stress.chaos;

import io.paipa.PipelineState;
import io.paipa.Settlement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a feed was told of its items: of each, once. Any thread. */
final class Outcomes {
  private final int feed;
  private final Problems problems;
  private final Map<Long, Settlement> byRoot = new ConcurrentHashMap<>();

  Outcomes(int feed, Problems problems) {
    this.feed = feed;
    this.problems = problems;
  }

  /** The feed is told what became of the item with this number. */
  void told(long root, Settlement outcome) {
    Settlement before = byRoot.putIfAbsent(root, outcome);
    problems.ledgerUnless(
        before == null, "feed " + feed + ": item " + root + " was " + before + ", then " + outcome);
  }

  /**
   * After the end.
   *
   * @param accepted how many items came in, the first of the feed
   * @param deadRoots the numbers of items of which something went to the dead letters
   * @param apart whether each item goes its own way
   * @param unread whether outputs may have been left unread, which nobody deals with then
   * @param forced whether the end may have come before the feed was told of all
   */
  void check(
      PipelineState state,
      long accepted,
      Set<Long> deadRoots,
      boolean apart,
      boolean unread,
      boolean forced) {
    ledger(
        byRoot.size() == accepted || (forced && byRoot.size() < accepted),
        accepted + " came in, but was told of " + byRoot.size());
    boolean ended = state == PipelineState.COMPLETED || state == PipelineState.DRAINED;
    boolean cleanly = ended && !unread;
    byRoot.forEach(
        (root, outcome) -> {
          boolean dead = deadRoots.contains(root);
          ledger(!cleanly || outcome.isFinal(), "item " + root + " is " + outcome + ", " + state);
          ledger(
              state == PipelineState.FAILED || outcome != Settlement.FAILED,
              "item " + root + " has failed, " + state);
          ledger(
              !dead || outcome.compareTo(Settlement.DEAD_LETTERED) >= 0,
              "item " + root + " went to the dead letters, and is " + outcome);
          ledger(
              dead || !apart || outcome != Settlement.DEAD_LETTERED,
              "item " + root + " went to no dead letters, and is " + outcome);
        });
  }

  private void ledger(boolean condition, String text) {
    problems.ledgerUnless(condition, "feed " + feed + ": " + text);
  }
}
