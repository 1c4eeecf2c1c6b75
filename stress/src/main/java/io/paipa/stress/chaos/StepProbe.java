package io.paipa.stress.chaos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a step's code sees of its items: each attempt is noted, and what must not be is a problem.
 * Used by all workers of the step.
 */
final class StepProbe {
  private static final int FINISHED = 1 << 20;

  /** How an attempt ended. */
  enum Outcome {
    DONE,
    SKIPPED,
    TRIED,
    FAILED,
    CANCELLED
  }

  final LongAdder attempts = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder skips = new LongAdder();
  final LongAdder dones = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder deadLetters = new LongAdder();
  final LongAdder reenqueued = new LongAdder();
  final LongAdder cameBack = new LongAdder();

  /** Sums of hashes of what came in, and of what was put out by attempts that were done. */
  final AtomicLong in = new AtomicLong();

  final AtomicLong out = new AtomicLong();

  /** The same of what failed at a chunk step. */
  final AtomicLong lost = new AtomicLong();

  final AtomicInteger metas = new AtomicInteger();
  final AtomicInteger swallowed = new AtomicInteger();

  private final int step;
  private final StepSpec spec;
  private final boolean ordered;
  private final IntPredicate unordered;
  private final int replacements;
  private final DrawnKeys keys;
  private final DrawnKeys keysBefore;
  private final boolean inOrder;
  private final Problems problems;
  private final Map<Long, Integer> seen = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final Map<Integer, Long> lastOrder = new ConcurrentHashMap<>();
  private final Map<Integer, Long> latest = new ConcurrentHashMap<>();
  private final Map<Integer, Long> fence = new ConcurrentHashMap<>();
  private final Map<Long, Long> holders = new ConcurrentHashMap<>();
  private final Map<List<Long>, Long> lastOfKey = new ConcurrentHashMap<>();
  private final Map<List<Long>, Long> lastOfKeyBefore = new ConcurrentHashMap<>();
  private final Watched watched = new Watched();
  private final Set<Meta> metasSeen = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Set<Long>> deadRoots = new ConcurrentHashMap<>();

  /**
   * A probe.
   *
   * @param ordered whether the items of a feed come in their order
   * @param unordered feeds whose do not
   * @param keysBefore the keys of the step before, if only they keep the order
   * @param replacements how many of the steps before put other meta events in the place of theirs
   */
  StepProbe(
      int step,
      StepSpec spec,
      boolean ordered,
      IntPredicate unordered,
      DrawnKeys keysBefore,
      int replacements,
      Problems problems) {
    this.replacements = replacements;
    this.unordered = unordered;
    this.step = step;
    this.spec = spec;
    this.inOrder = ordered;
    boolean inTurn = spec.workers() == 1 && !spec.keepsOrderOfKeysAlone();
    this.ordered = ordered && inTurn;
    this.keys = new DrawnKeys(step, spec.rarity().keys());
    this.keysBefore = inTurn ? keysBefore : DrawnKeys.NONE; // its own keys may reorder those
    this.problems = problems;
  }

  /** An attempt begins; gives its number. */
  int begin(Token token) {
    attempts.increment();
    int known = seen.merge(token.id, 1, Integer::sum);
    int attempt = known % FINISHED;
    if (known > FINISHED && spec.timeoutMillis() == 0) {
      problems.other("s" + step + ": " + token + " was given out again after it was finished");
    }
    if (attempt > spec.maxRetries() + 1) {
      problems.other("s" + step + ": attempt " + attempt + " at " + token);
    }
    problems.otherUnless(token.isWhole(), "s" + step + ": " + token + " was not all visible");
    problems.otherUnless(
        !token.doomed, "s" + step + ": " + token + " is the output of an attempt that failed");
    running.incrementAndGet();
    holdKey(token);
    if (attempt == 1) {
      first(token);
    } else {
      retries.increment();
    }
    return attempt;
  }

  private void first(Token token) {
    watched.add(token);
    open.incrementAndGet();
    came(token);
    if (token.feed == Token.NO_FEED || unordered.test(token.feed)) {
      return;
    }
    Long passed = fence.get(token.feed);
    if (passed != null && token.root < passed) {
      problems.other("s" + step + ": " + token + " began after the meta event behind it");
    }
    latest.merge(token.feed, token.root, Math::max);
    if (token.generation == 0) {
      comesInOrder(token, inOrder ? keys.of(token) : null, lastOfKey);
      comesInOrder(token, keysBefore.of(token), lastOfKeyBefore);
    }
    if (ordered && token.generation == 0) {
      Long before = lastOrder.put(token.feed, token.order);
      if (before != null && before >= token.order) {
        problems.other("s" + step + ": " + token + " came out of its order");
      }
    }
  }

  /** The key of an item is held from its first attempt to its last. */
  private void holdKey(Token token) {
    Long key = keys.of(token);
    Long holder = key == null ? null : holders.putIfAbsent(key, token.id);
    problems.otherUnless(
        holder == null || holder == token.id,
        "s" + step + ": " + token + " began while another item of its key " + key + " was open");
  }

  private void comesInOrder(Token token, @Nullable Long key, Map<List<Long>, Long> last) {
    if (key != null) {
      Long before = last.put(List.of((long) token.feed, key), token.order);
      problems.otherUnless(
          before == null || before < token.order,
          "s" + step + ": " + token + " came out of the order of its key " + key);
    }
  }

  /** The key of an item. */
  @Nullable Object keyOf(Token token) {
    return keys.of(token);
  }

  /** The key of an item can't be found out: it fails without an attempt. */
  void unkeyed(Token token) {
    seen.put(token.id, FINISHED);
    failures.increment();
    came(token);
  }

  /** A chunk step has no place for an item, which fails. */
  void unfit(Token token) {
    failures.increment();
    lost.addAndGet(token.id);
  }

  /** From the step before, or since it was put back. */
  private void came(Token token) {
    if (token.generation == 0) {
      in.addAndGet(token.id);
    } else {
      cameBack.increment();
    }
  }

  /** An attempt has ended; {@code outputs} is the sum of the hashes of what it put out. */
  void end(Token token, Outcome outcome, long outputs) {
    switch (outcome) {
      case DONE -> {
        dones.increment();
        out.addAndGet(outputs);
      }
      case SKIPPED -> skips.increment();
      case FAILED -> failures.increment();
      default -> {}
    }
    if (outcome != Outcome.TRIED) {
      Long key = keys.of(token);
      if (key != null) {
        holders.remove(key, token.id);
      }
      seen.merge(token.id, FINISHED, Integer::sum);
      open.decrementAndGet();
    }
    running.decrementAndGet();
  }

  /** An item went to the dead letters. */
  void dead(Token token) {
    deadLetters.increment();
    deadRoots.computeIfAbsent(token.feed, feed -> ConcurrentHashMap.newKeySet()).add(token.root);
  }

  /** Of which items of a feed something went to the dead letters. */
  Set<Long> deadRoots(int feed) {
    return deadRoots.getOrDefault(feed, Set.of());
  }

  /** An item is put back, if its attempt is not too late. */
  void reenqueued() {
    reenqueued.increment();
  }

  /** A meta event passes. */
  void meta(Meta meta) {
    metas.incrementAndGet();
    problems.otherUnless(metasSeen.add(meta), "s" + step + ": " + meta + " came twice");
    problems.otherUnless(
        meta.replacements() == replacements,
        "s" + step + ": " + meta + " came, after " + replacements + " replacements");
    nothingInWork(meta);
    if (unordered.test(meta.feed())) {
      return;
    }
    Long last = latest.get(meta.feed());
    if (last != null && last >= meta.root()) {
      problems.other("s" + step + ": item " + last + " began before " + meta);
    }
    fence.merge(meta.feed(), meta.root(), Math::max);
  }

  /** Whether a meta event goes no further. */
  boolean swallows(Meta meta) {
    boolean swallows = (Mix.hash(step, meta.feed(), meta.root()) & 1) == 0;
    swallowed.addAndGet(swallows ? 1 : 0);
    return swallows;
  }

  /** At a meta event, or a flush for it: all before it is done, and nothing after has begun. */
  void nothingInWork(Object at) {
    int begun = running.get();
    problems.otherUnless(begun == 0, "s" + step + ": " + begun + " items in work at " + at);
    if (spec.timeoutMillis() == 0) {
      int left = open.get();
      problems.otherUnless(left == 0, "s" + step + ": " + left + " items not done at " + at);
    }
  }

  /** Items that came in, each once. */
  long distinct() {
    return seen.size();
  }

  /** How many of those items that are watched can be reached, besides these. */
  long reachable(Collection<?> besides) {
    return watched.reachable(besides);
  }
}
