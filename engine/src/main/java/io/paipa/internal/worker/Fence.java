package io.paipa.internal.worker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How the workers of a step agree on the fence at the head of their ring.
 *
 * <p>One worker, which found everything before the fence done, changes the phase by compare-and-set
 * from OPEN. That worker, or the last to flush, sets it back after the fence has passed. While the
 * phase is not OPEN nobody else touches the fence. A flush is announced by a new round; each worker
 * answers each round once.
 */
final class Fence {
  enum Phase {
    /** No fence is being passed. */
    OPEN,
    /** One worker is passing a meta event, or all are flushing before that. */
    PASSING,
    /** The sentinel was reached: the step ends. */
    ENDING
  }

  private final int workers;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
  private final AtomicInteger unflushed = new AtomicInteger();
  private volatile int round;

  Fence(int workers) {
    this.workers = workers;
  }

  Phase phase() {
    return phase.get();
  }

  /**
   * Takes the fence; the caller looks again whether it is there and everything before it is done.
   */
  boolean take() {
    return phase.compareAndSet(Phase.OPEN, Phase.PASSING);
  }

  /** By the worker that took it, or flushed last: the fence has passed, or was none. */
  void open() {
    phase.set(Phase.OPEN);
  }

  /** By the worker that took it: the step ends. */
  void end() {
    phase.set(Phase.ENDING);
  }

  /** By the worker that took it: all workers are to flush. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the worker that took the fence writes
  void beginFlush() {
    unflushed.set(workers);
    round++;
  }

  /** The latest round of flushing. */
  int round() {
    return round;
  }

  /** A worker has flushed in this round; true for the last, which then passes the fence. */
  boolean flushed() {
    return unflushed.decrementAndGet() == 0;
  }
}
