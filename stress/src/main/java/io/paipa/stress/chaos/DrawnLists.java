package io.paipa.stress.chaos;

import java.util.List;

/**
 * What a chunk step asks of its items, besides their number. A weight, a key, and whether there is
 * any, follow from the item.
 *
 * @param weight how much a list weighs at most; 0 for no limit
 * @param keys how many keys there are; 0 if lists have none
 * @param openAtMost how many lists may be open, where there are keys
 * @param unfitPerMille items whose weight, or key, can't be found out
 * @param policy what becomes of these
 */
record DrawnLists(int weight, int keys, int openAtMost, int unfitPerMille, StepSpec.Policy policy) {
  /** Of a step that asks nothing. */
  static final DrawnLists NONE = new DrawnLists(0, 0, 0, 0, StepSpec.Policy.FAIL);

  private static final int IN_STEPS_PER_MILLE = 400;
  private static final int HEAVIEST = 24;
  private static final int LARGEST_LIMIT = 60;
  private static final int UNFIT_PER_MILLE = 10;

  /** Of the chunk step at a place. */
  static DrawnLists drawn(long seed, int place) {
    boolean weighs = Mix.hits(Mix.hash(seed, 70, place), IN_STEPS_PER_MILLE);
    boolean groups = Mix.hits(Mix.hash(seed, 71, place), IN_STEPS_PER_MILLE);
    StepSpec.Policy[] policies = StepSpec.Policy.values();
    StepSpec.Policy policy = policies[Math.floorMod(Mix.hash(seed, 72, place), policies.length)];
    int oneIn = policy == StepSpec.Policy.FAIL ? 20 : 2;
    boolean unfit = (weighs || groups) && Math.floorMod(Mix.hash(seed, 73, place), oneIn) == 0;
    return new DrawnLists(
        weighs ? 1 + Math.floorMod(Mix.hash(seed, 74, place), LARGEST_LIMIT) : 0,
        groups ? 1 << Math.floorMod(Mix.hash(seed, 75, place), 6) : 0,
        groups ? 1 + Math.floorMod(Mix.hash(seed, 76, place), 12) : 0,
        unfit ? UNFIT_PER_MILLE : 0,
        policy);
  }

  boolean areGrouped() {
    return keys > 0;
  }

  /** Whether the weight, or else the key, of an item can't be found out. */
  boolean isUnfit(Token token) {
    return Mix.hits(Mix.hash(token.id, 77), unfitPerMille);
  }

  long weightOf(Token token) {
    return Math.floorMod(Mix.hash(token.id, 78), HEAVIEST);
  }

  int keyOf(Token token) {
    return Math.floorMod(Mix.hash(token.feed, token.root, 79), keys);
  }

  /** Whether a list is one that may go out. */
  boolean allow(List<?> list) {
    List<Token> tokens = list.stream().map(Token.class::cast).toList();
    long sum = weight == 0 ? 0 : tokens.stream().mapToLong(this::weightOf).sum();
    boolean together = keys == 0 || tokens.stream().mapToInt(this::keyOf).distinct().count() == 1;
    return together && (sum <= weight || tokens.size() == 1);
  }
}
