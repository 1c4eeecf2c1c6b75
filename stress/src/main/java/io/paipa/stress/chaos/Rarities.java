package io.paipa.stress.chaos;

import java.util.ArrayList;
import java.util.List;

/** What steps seldom do; drawn apart from all else, so that older seeds stay what they were. */
final class Rarities {
  private static final int FLOODED_PER_MILLE = 60;
  private static final int FLOOD_PER_MILLE = 3;
  private static final int METAS_PER_MILLE = 400;

  private static final int COMPANY_IN_SCENARIOS_PER_MILLE = 150;
  private static final int COMPANY_PER_MILLE = 20;

  private static final int KEYED_PER_MILLE = 250;
  private static final int UNKEYED_PER_MILLE = 10;

  private static final int ASYNC_PER_MILLE = 250;

  private static final int TOLD_PER_MILLE = 300;

  private static final int RESTARTING_PER_MILLE = 400;

  private static final int KEEPING_PER_MILLE = 300;
  private static final int KEEP_PER_MILLE = 300;

  private static final StepSpec.Metas[] METAS = StepSpec.Metas.values();

  private Rarities() {}

  /** Some sources fail now and then, and are made anew. */
  static List<Feed> restarting(long seed, List<Feed> feeds) {
    List<Feed> all = new ArrayList<>();
    for (Feed feed : feeds) {
      boolean pulled = feed.kind() == Feed.Kind.ITERATOR || feed.kind() == Feed.Kind.ITERABLE;
      boolean fails = pulled && Mix.hits(Mix.hash(seed, 81, all.size()), RESTARTING_PER_MILLE);
      all.add(fails ? feed.withKind(Feed.Kind.RESTARTING) : feed);
    }
    return all;
  }

  /** Some feeds are told of their items, where all steps can tell. */
  static List<Feed> told(long seed, List<StepSpec> steps, List<Feed> feeds) {
    boolean canTell = steps.stream().noneMatch(StepSpec::pulls);
    List<Feed> all = new ArrayList<>();
    for (Feed feed : feeds) {
      boolean told = canTell && Mix.hits(Mix.hash(seed, 50, all.size()), TOLD_PER_MILLE);
      all.add(told ? feed.withKind(toldKind(feed.kind())) : feed);
    }
    return all;
  }

  private static Feed.Kind toldKind(Feed.Kind kind) {
    if (kind == Feed.Kind.QUEUE || kind == Feed.Kind.STREAM) {
      return Feed.Kind.TOPIC;
    }
    if (kind == Feed.Kind.OFFER || kind == Feed.Kind.TIMED_OFFER) {
      return Feed.Kind.TOLD_OFFER;
    }
    return kind.isLazy() ? Feed.Kind.BOUNDED_TOPIC : Feed.Kind.SUBMIT;
  }

  static List<StepSpec> drawn(long seed, List<StepSpec> steps, List<Feed> feeds, List<Act> acts) {
    List<StepSpec> all = new ArrayList<>();
    // Past what is held back an attempt can't be tried again: it must not be interrupted.
    boolean mayFlood = acts.stream().noneMatch(act -> act.kind() == Act.Kind.INTERRUPT_WORKER);
    // What is behind a meta event does not begin before what is in front of it is done.
    boolean mayWait =
        feeds.stream().allMatch(feed -> feed.metaEvery() == 0)
            && Mix.hits(Mix.hash(seed, 8), COMPANY_IN_SCENARIOS_PER_MILLE);
    for (StepSpec step : steps) {
      int place = all.size();
      boolean floods =
          mayFlood && step.mayFlood() && Mix.hits(Mix.hash(seed, 5, place), FLOODED_PER_MILLE);
      mayFlood &= !floods; // one is enough: what two put out multiplies
      boolean treatsMetas = step.hasHooks() && Mix.hits(Mix.hash(seed, 6, place), METAS_PER_MILLE);
      int treatment = treatsMetas ? Math.floorMod(Mix.hash(seed, 7, place), METAS.length) : 0;
      boolean keyed = step.mayBeKeyed() && Mix.hits(Mix.hash(seed, 40, place), KEYED_PER_MILLE);
      int keys = keyed ? 1 << Math.floorMod(Mix.hash(seed, 41, place), 9) : 0;
      int oneIn = step.policy() == StepSpec.Policy.FAIL ? 20 : 2;
      boolean unkeyed = keyed && Math.floorMod(Mix.hash(seed, 42, place), oneIn) == 0;
      boolean async = step.mayBeAsync() && Mix.hits(Mix.hash(seed, 60, place), ASYNC_PER_MILLE);
      int inFlight = async ? 1 << Math.floorMod(Mix.hash(seed, 61, place), 9) : 0;
      boolean keeps = step.hasHooks() && Mix.hits(Mix.hash(seed, 65, place), KEEPING_PER_MILLE);
      boolean waits = mayWait && !async && !keyed && step.mayWaitForCompany();
      boolean chunk = step.kind() == StepSpec.Kind.CHUNK;
      DrawnLists lists = chunk ? DrawnLists.drawn(seed, place) : DrawnLists.NONE;
      StepSpec staffed = lists.areGrouped() ? step.withWorkers(1) : step;
      all.add(
          staffed.withRarity(
              new StepSpec.Rarity(
                  floods ? FLOOD_PER_MILLE : 0,
                  METAS[treatment],
                  waits ? COMPANY_PER_MILLE : 0,
                  keys,
                  unkeyed ? UNKEYED_PER_MILLE : 0,
                  inFlight,
                  keeps ? KEEP_PER_MILLE : 0,
                  lists)));
    }
    return all;
  }
}
