package io.paipa.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import io.paipa.internal.loop.Waiter;

/**
 * Waits the way that the ring's own strategy prescribes, at a barrier that is this worker's alone
 * and, once alerted, stays so.
 *
 * <p>A strategy wakes everybody, so nobody relies on this worker. It waits for the ring's cursor,
 * which producers with a ring for many advance before they publish, and even before there is room:
 * meanwhile the worker backs off.
 *
 * <p>Where the strategy blocks, the worker yields for some microseconds first. A producer that has
 * a blocked worker to wake pays for that at each publication, and all blocked workers wake for it.
 */
final class BarrierWaiter extends Waiter {
  private static final int YIELDS = 100;

  private final RingSource<?> source;
  private final Backlog<?> backlog;
  private final SequenceBarrier barrier;
  private final int yields;

  /**
   * Waits at a barrier of its own.
   *
   * @param polls whether the ring's strategy never parks a thread
   */
  BarrierWaiter(RingSource<?> source, Backlog<?> backlog, boolean polls) {
    this.source = source;
    this.backlog = backlog;
    this.barrier = backlog.newBarrier();
    this.yields = polls ? 0 : YIELDS;
  }

  @Override
  public boolean hadWork() {
    return false;
  }

  @Override
  public void await() {
    for (int i = 0; i < yields && !mayGoOn(); i++) {
      Thread.yield();
    }
    int pauses = 0;
    while (!mayGoOn()) {
      try {
        long next = backlog.next();
        if (barrier.waitFor(next) < next) {
          pauses = Pauses.next(pauses);
        }
      } catch (AlertException e) {
        return; // halted
      } catch (TimeoutException | InterruptedException e) {
        Thread.interrupted(); // no reasons to stop
      }
    }
  }

  private boolean mayGoOn() {
    return source.hasDuties() || source.hasItems();
  }

  @Override
  public void endWait() {
    barrier.alert();
  }
}
