package io.paipa.ring;

import io.paipa.internal.loop.WaitSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits on a ring whose {@link WorkWaitStrategy} wakes one worker for each publication: searches
 * for a moment, then parks.
 *
 * <p><b>No wake-up is missed.</b> Before it parks, the worker registers, ends its search, which is
 * a full fence, and looks again: at its flag, at whether it was woken already, and at the event to
 * be claimed <em>now</em>, not at one that it remembers. See {@link IdleWorkers} for the other
 * side. A wake-up between the look and the park makes the park return at once; no code of the
 * user's, which might park, too, runs in between.
 *
 * <p>An event that is published and has to be passed by consumers that the pool follows becomes
 * ready without anybody being told. As long as there is one, one worker keeps searching, with parks
 * of up to a millisecond; the others may park.
 */
final class ParkingWaiter extends Waiter {
  private final Backlog<?> backlog;
  private final IdleWorkers idle;
  private final WaitSet parked;
  private final int worker;
  private volatile @Nullable Thread thread;

  ParkingWaiter(Backlog<?> backlog, IdleWorkers idle, int worker) {
    this.backlog = backlog;
    this.idle = idle;
    this.parked = idle.parked();
    this.worker = worker;
  }

  @Override
  void await() {
    if (thread == null) { // else it is known: a worker has one thread
      thread = Thread.currentThread(); // before it reads the flag, which is set before this is read
    }
    int pauses = 0;
    idle.beginSearch();
    while (!isHalted() && !backlog.isReady()) {
      if (pauses < BackOff.AWAKE || (backlog.isPublished() && idle.searching() == 1)) {
        pauses = BackOff.pause(pauses);
      } else {
        park();
        pauses = BackOff.AWAKE;
      }
      Thread.interrupted(); // no reason to stop; and a set flag would keep it awake
    }
    idle.endSearch();
  }

  private void park() {
    parked.register(worker);
    idle.endSearch();
    if (!isHalted() && !parked.isWoken(worker) && !hasToSearch()) {
      LockSupport.park(this);
    }
    parked.deregister(worker);
    idle.beginSearch();
  }

  private boolean hasToSearch() {
    return backlog.isReady() || (backlog.isPublished() && idle.searching() == 0);
  }

  @Override
  void endWait() {
    LockSupport.unpark(thread);
  }

  @Override
  void handOn() {
    if (idle.areParked() && backlog.isPublished()) {
      idle.wakeOne();
    }
  }
}
