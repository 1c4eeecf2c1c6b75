package io.paipa.ring;

import io.paipa.internal.loop.Pace;
import io.paipa.internal.loop.Signal;
import io.paipa.internal.loop.WorkSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a worker of a pool takes from its ring: one event at a time, which it holds until it looks
 * again.
 *
 * <p><b>What is known to be ready</b> stays so until it is claimed: a slot is not reused before
 * that, and the consumers that the pool follows do not take back what they have passed. So a worker
 * may remember up to where events are ready, and look at the ring, which producers write to, but
 * once for several events.
 *
 * <p><b>Polling.</b> An event that is published and has to be passed by consumers that the pool
 * follows becomes ready without anybody being told. As long as there is one, one of the parked
 * workers {@linkplain Polls keeps looking}.
 *
 * <p><b>Who writes what.</b> Only the worker's thread, but for the flag that halts it, which any
 * thread sets and none clears. The thread that sets it ends the worker's wait afterwards.
 */
final class RingSource<T> implements WorkSource {
  private final Backlog<T> backlog;
  private final Shift<T> shift;
  private final Pace pace;
  private final Polls polls;
  private final @Nullable Signal signal;
  private final int index;
  private volatile boolean halted;
  private long ready = Long.MIN_VALUE;
  private long sequence = -1;
  private int begun;
  private int mayBegin = 1;
  private long runStart;
  private long pollNanos;

  /**
   * What a worker takes.
   *
   * @param signal wakes the workers, or null if the ring's own strategy does
   */
  RingSource(WorkerPool<T> pool, Shift<T> shift, @Nullable Signal signal, int index) {
    this.backlog = pool.backlog();
    this.shift = shift;
    this.pace = pool.pace();
    this.polls = pool.polls();
    this.signal = signal;
    this.index = index;
  }

  /** The event in hand. */
  long sequence() {
    return sequence;
  }

  /** Lets others pass the event in hand. */
  void release() {
    backlog.release(index);
  }

  /** By any thread: the next look finds the end. */
  void halt() {
    halted = true;
  }

  @Override
  public Look look() {
    if (halted) {
      return Look.END;
    }
    long next = backlog.next();
    if (shift.isDrained(next)) {
      shift.halt();
      return Look.END;
    }
    if (begun == mayBegin) {
      endRun();
    }
    if (ready < next && (ready = backlog.readyUpTo(next)) < next) {
      endRun();
      backlog.release(index);
      return Look.NOTHING;
    }
    if (backlog.claim(index, next)) {
      take(next);
      return Look.WORK;
    }
    return afterALostRace();
  }

  private void take(long next) {
    sequence = next;
    if (begun++ == 0 && signal != null) {
      runStart = System.nanoTime();
      pollNanos = 0;
    }
  }

  private Look afterALostRace() {
    if (signal != null && pace.isCrowdedBy(signal.awake())) {
      endRun();
      backlog.release(index);
      return Look.CROWDED;
    }
    Thread.onSpinWait();
    return Look.AGAIN;
  }

  private void endRun() {
    if (begun > 0 && signal != null) {
      pace.learn((System.nanoTime() - runStart) / begun);
      mayBegin = pace.run();
    }
    begun = 0;
  }

  @Override
  public boolean hasDuties() {
    return halted || shift.isDrained(backlog.next());
  }

  @Override
  public boolean hasItems() {
    return backlog.isReady();
  }

  @Override
  public void handOn() {
    if (signal == null || signal.workers() == 1 || !signal.mayWake() || !backlog.isPublished()) {
      return;
    }
    if (!signal.isWatched() || isWorthJoining()) {
      signal.wakeForMore();
    }
  }

  @Override
  public void ranEmpty() {} // no user code runs for that: nobody is kept waiting

  @Override
  public long progress() {
    return backlog.next();
  }

  @Override
  public boolean isCheap() {
    return pace.isCheap();
  }

  @Override
  public boolean isWorthJoining() {
    return signal != null && pace.isWorthWaking(backlog.depth()) && signal.mayUseCore();
  }

  @Override
  public boolean hasGathered(long enough) {
    return backlog.depth() >= Math.min(enough, backlog.ring().getBufferSize() / 2);
  }

  @Override
  public long deadlineNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public void park(long atMostNanos, boolean byMachine) {
    if (backlog.isWaitingForOthers() && polls.begin()) {
      try {
        pollNanos = polls.next(pollNanos);
        LockSupport.parkNanos(this, Math.min(atMostNanos, pollNanos));
      } finally {
        polls.end();
      }
    } else {
      WorkSource.super.park(atMostNanos, byMachine);
    }
  }
}
