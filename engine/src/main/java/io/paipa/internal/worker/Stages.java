package io.paipa.internal.worker;

import io.paipa.internal.ledger.StageCounts;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open stages of an asynchronous step, and the places for them.
 *
 * <p><b>Places.</b> A worker takes a place before it takes an item, by compare-and-set, and gives
 * it back when the item's attempt is over. So at most so many stages are open. A worker that has
 * given one back looks for items itself.
 *
 * <p><b>Completions.</b> The thread that completes a stage puts it in the queue, and then signals
 * to the workers, as a producer does that has published. A worker looks into the queue before it
 * parks, when it has registered. So no completion is missed. Any worker of the step may take it.
 *
 * <p><b>Time limits.</b> All stages of a step have the same; so the one that was begun first is the
 * first that expires. Workers take those out of the line that are open no more.
 */
final class Stages implements StageCounts {
  private final int places;
  private final boolean limited;
  private final Runnable signal;
  private final AtomicInteger taken = new AtomicInteger();
  private final Set<OpenStage> open = ConcurrentHashMap.newKeySet();
  private final Queue<OpenStage> completed = new ConcurrentLinkedQueue<>();
  private final Queue<OpenStage> line = new ConcurrentLinkedQueue<>();
  private final LongAdder late = new LongAdder();
  private final Consumer<OpenStage> whenComplete = this::completed;

  /**
   * No stage is open.
   *
   * @param places how many may be
   * @param limited whether they have a time limit
   * @param signal tells the workers that a stage is complete
   */
  Stages(int places, boolean limited, Runnable signal) {
    this.places = places;
    this.limited = limited;
    this.signal = signal;
  }

  /** Takes a place, if one is free. */
  boolean tryTakePlace() {
    for (int current = taken.get(); current < places; current = taken.get()) {
      if (taken.compareAndSet(current, current + 1)) {
        return true;
      }
    }
    return false;
  }

  void giveBackPlace() {
    taken.decrementAndGet();
  }

  boolean hasFreePlace() {
    return taken.get() < places;
  }

  /** An attempt begins, at a place that was taken. */
  OpenStage begin(Attempt attempt, long nowNanos) {
    return new OpenStage(attempt, nowNanos, late, whenComplete);
  }

  /** The user's code has given the stage: it can be cancelled, and expire, from now on. */
  void add(OpenStage stage) {
    open.add(stage);
    if (limited) {
      line.add(stage);
    }
  }

  private void completed(OpenStage stage) {
    completed.add(stage);
    signal.run();
  }

  boolean hasCompleted() {
    return !completed.isEmpty();
  }

  /** A worker takes a stage that is complete; null if there is none. */
  @Nullable OpenStage takeCompleted() {
    OpenStage stage = completed.poll();
    if (stage != null) {
      open.remove(stage);
    }
    return stage;
  }

  /** The stage that expires first. */
  @Nullable OpenStage firstInLine() {
    OpenStage first = line.peek();
    while (first != null && !first.isOpen()) {
      line.remove(first);
      first = line.peek();
    }
    return first;
  }

  /** A worker takes a stage that nobody waits for any more; false if another thread was quicker. */
  boolean take(OpenStage stage) {
    boolean mine = stage.take();
    if (mine) {
      open.remove(stage);
    }
    return mine;
  }

  /**
   * After the end: takes one that is open, or complete and not dealt with; null if there is none.
   */
  @Nullable OpenStage takeAny() {
    OpenStage complete = takeCompleted();
    if (complete != null) {
      return complete;
    }
    for (OpenStage each : open) {
      if (take(each)) {
        return each;
      }
    }
    line.clear();
    return null;
  }

  /** Empties it, after the end of all workers; gives how many items that were. */
  int clear() {
    int items = 0;
    for (OpenStage next = takeAny(); next != null; next = takeAny()) {
      next.cancel();
      items++;
    }
    return items;
  }

  /** The stage that is open for longest. Any thread. */
  @Nullable OpenStage oldest() {
    OpenStage oldest = null;
    for (OpenStage each : open) {
      if (oldest == null || each.sinceNanos() - oldest.sinceNanos() < 0) {
        oldest = each;
      }
    }
    return oldest;
  }

  @Override
  public int open() {
    return taken.get();
  }

  @Override
  public long late() {
    return late.sum();
  }
}
