package io.paipa.hop;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import io.paipa.claim.WaitSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the workers of a step that something was published: wakes one that is parked. The ring
 * calls it after each publication.
 *
 * <p><b>No wake-up is missed</b>, although a publisher does no fence between its publication and
 * its look at the parked workers: a fence for each item would cost more than all the rest. A worker
 * registers, does a full fence, and looks for work; what it can miss is only a publication that was
 * still on its way out of the publisher's processor, which takes it nanoseconds. So it looks again,
 * a moment later, and once more after a millisecond, before it parks without limit. That is for the
 * first to wait alone: who publishes while another has waited for longer sees that one.
 *
 * <p>While a worker is on {@linkplain #beginWatch watch}, it looks every millisecond whether the
 * others keep up, and publishers wake nobody as long as any worker is awake: waking is what costs
 * where items are cheap. The watch is written by the workers; a publisher that reads it late wakes
 * one too many, or has published before the watcher's last look.
 */
public final class Signal implements WaitStrategy {
  private final WaitSet parked;
  private final int workers;
  private final boolean parking;

  private final AtomicBoolean watched = new AtomicBoolean();

  Signal(WaitSet parked, int workers, boolean parking) {
    this.parked = parked;
    this.workers = workers;
    this.parking = parking;
  }

  @Override
  public void signalAllWhenBlocking() {
    published();
  }

  /** Something was published, or put back: wakes a worker for it, if need be. */
  public void published() {
    if (!parking) {
      return;
    }
    int waiting = parked.size();
    if (waiting > 0 && (!watched.get() || waiting == workers)) {
      parked.wakeOne();
    }
  }

  /**
   * Takes the watch. It is to be given up before user code runs, and the ring looked at again then.
   *
   * @return false if another worker has it
   */
  public boolean beginWatch() {
    return watched.compareAndSet(false, true);
  }

  /** Gives up the watch. Acts as a full fence. */
  public void endWatch() {
    watched.set(false);
  }

  /**
   * Whether a worker is on watch.
   *
   * @return true if so
   */
  public boolean isWatched() {
    return watched.get();
  }

  @Override
  public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
      throws AlertException {
    throw new UnsupportedOperationException("workers of a step don't wait at a barrier");
  }
}
