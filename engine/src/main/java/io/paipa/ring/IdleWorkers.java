package io.paipa.ring;

import com.lmax.disruptor.Sequence;
import io.paipa.internal.loop.WaitSet;
import java.lang.invoke.VarHandle;

/**
 * The workers of a pool that have nothing to do: some search, which means that they will look for
 * an event again by themselves, the others are parked until one of them is woken.
 *
 * <p><b>Who has to look.</b> A publisher, or a worker that leaves events behind, makes that
 * visible, does a full fence, and only then reads this. If it sees a searcher, it leaves the matter
 * to it: that searcher ends its search by a full fence, and only then looks for the last time, at
 * what it leaves behind before it handles an event, or once more before it parks. If it sees no
 * searcher, it wakes one that is parked. If it sees nobody parked either, all workers are busy, and
 * each looks before it parks.
 */
final class IdleWorkers {
  private final WaitSet parked;

  /**
   * How many search. Padded: it changes with nearly each event, and what lies beside it is read for
   * each. It is read by an acquire load, behind a full fence, or behind a volatile read of who is
   * parked.
   */
  private final Sequence searching = new Sequence(0);

  IdleWorkers(int workers) {
    parked = new WaitSet(workers);
  }

  WaitSet parked() {
    return parked;
  }

  void beginSearch() {
    searching.incrementAndGet();
  }

  /** Acts as a full fence. */
  void endSearch() {
    searching.addAndGet(-1);
    VarHandle.fullFence();
  }

  /** How many search. */
  long searching() {
    return searching.get();
  }

  /** Whether somebody could be woken. */
  boolean areParked() {
    return parked.size() > 0;
  }

  /** Wakes one, unless one searches. The caller has done a full fence before. */
  void wakeOne() {
    if (areParked() && searching.get() == 0) {
      parked.wakeOne();
    }
  }
}
