package io.paipa.internal.worker;

import io.paipa.internal.ledger.StageCounts;
import io.paipa.internal.platform.TimeSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open stages of an asynchronous step, and the permits for them.
 *
 * <p><b>Permits.</b> A worker takes a permit before it takes an item, by compare-and-set, and gives
 * it back when the item's attempt is over. So at most so many stages are open. A worker that has
 * given one back looks for items itself.
 *
 * <p><b>Completions.</b> The thread that completes a stage puts it in the queue, and then signals
 * to the workers, as a producer does that has published. A worker looks into the queue before it
 * parks, when it has registered. So no completion is missed. Any worker of the step may take it.
 *
 * <p><b>Time limits.</b> All stages of a step have the same; so the one that was begun first is the
 * first that expires. The worker that takes a stage takes it out of the line.
 */
final class Stages implements StageCounts {
  private final int permits;
  private final TimeSource time;
  private final boolean limited;
  private final Runnable signal;
  private final AtomicInteger taken = new AtomicInteger();
  private final OpenStages open;
  private final Queue<OpenStage> completed = new ConcurrentLinkedQueue<>();
  private final ConcurrentNavigableMap<Long, OpenStage> line = new ConcurrentSkipListMap<>();
  private final AtomicLong begun = new AtomicLong();
  private final LongAdder late = new LongAdder();
  private final Consumer<OpenStage> whenComplete = this::completed;

  /**
   * No stage is open.
   *
   * @param permits how many may be
   * @param time the clock
   * @param limited whether they have a time limit
   * @param signal tells the workers that a stage is complete
   */
  Stages(int permits, TimeSource time, boolean limited, Runnable signal) {
    this.permits = permits;
    this.open = new OpenStages(permits);
    this.time = time;
    this.limited = limited;
    this.signal = signal;
  }

  /** Takes a permit, if there is one. */
  boolean tryTakePermit() {
    for (int current = taken.get(); current < permits; current = taken.get()) {
      if (taken.compareAndSet(current, current + 1)) {
        return true;
      }
    }
    return false;
  }

  void giveBackPermit() {
    taken.decrementAndGet();
  }

  boolean hasPermit() {
    return taken.get() < permits;
  }

  /** An attempt begins, with a permit that was taken. */
  OpenStage begin(Attempt attempt, long nowNanos, boolean measured) {
    return new OpenStage(attempt, begun.incrementAndGet(), nowNanos, measured, late, whenComplete);
  }

  /** The user's code has given the stage: it can be cancelled, and expire, from now on. */
  void add(OpenStage stage) {
    open.add(stage);
    if (limited) {
      line.put(stage.number(), stage);
    }
  }

  private void completed(OpenStage stage) {
    noteTime(stage);
    completed.add(stage);
    try {
      signal.run();
    } catch (Throwable t) {
      signalAgain(); // to wake a thread may take memory
    }
  }

  /** What was put into the queue is there, whatever goes wrong. */
  private void signalAgain() {
    try {
      signal.run();
    } catch (Throwable t) {
      // the next completion signals, too
    }
  }

  /** A worker may come to it late, as where the next ring is full: the time limit is for this. */
  private void noteTime(OpenStage stage) {
    if (limited || stage.isMeasured()) {
      try {
        stage.completedAt(time.nanoTime());
      } catch (Throwable t) {
        // a clock that fails, fails the workers that ask it, too; the completion is not to be lost
      }
    }
  }

  boolean hasCompleted() {
    return !completed.isEmpty();
  }

  /** A worker takes a stage that is complete; null if there is none. */
  @Nullable OpenStage takeCompleted() {
    OpenStage stage = completed.poll();
    if (stage != null) {
      forget(stage);
    }
    return stage;
  }

  /** The stage that expires first. */
  @Nullable OpenStage firstInLine() {
    Map.Entry<Long, OpenStage> first = line.firstEntry();
    while (first != null && !first.getValue().isOpen()) {
      line.remove(first.getKey());
      first = line.firstEntry();
    }
    return first == null ? null : first.getValue();
  }

  private void forget(OpenStage stage) {
    open.remove(stage);
    if (limited) {
      line.remove(stage.number());
    }
  }

  /** A worker takes a stage that nobody waits for any more; false if another thread was quicker. */
  boolean take(OpenStage stage) {
    boolean mine = stage.take();
    if (mine) {
      forget(stage);
    }
    return mine;
  }

  /** After the end: takes all that are open, or complete and not dealt with; gives how many. */
  int takeAll(Consumer<OpenStage> action) {
    int count = 0;
    for (OpenStage next = takeCompleted(); next != null; next = takeCompleted()) {
      action.accept(next);
      count++;
    }
    for (Iterator<OpenStage> all = open.stream().iterator(); all.hasNext(); ) {
      OpenStage next = all.next();
      if (take(next)) {
        action.accept(next);
        count++;
      }
    }
    return count;
  }

  /** Empties it, after the end of all workers; gives how many items that were. */
  int clear() {
    return takeAll(OpenStage::cancel);
  }

  /** Tells again of those that were begun before some time, and are complete. By one thread. */
  void tellAgain(long beforeNanos) {
    open.stream()
        .filter(stage -> stage.isOpen() && stage.sinceNanos() - beforeNanos <= 0)
        .forEach(OpenStage::tellAgain);
  }

  /** The stage that is not complete for longest. Any thread. */
  @Nullable OpenStage oldest() {
    return open.stream()
        .filter(OpenStage::isOpen) // others only wait for a worker
        .min((a, b) -> Long.signum(a.sinceNanos() - b.sinceNanos()))
        .orElse(null);
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
