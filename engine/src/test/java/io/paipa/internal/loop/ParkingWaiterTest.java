package io.paipa.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that waits comes to what was published, though nobody has signalled it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ParkingWaiterTest {
  private static final long ON_ITS_WAY_NANOS = 200_000;
  private static final long GIVEN_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * An item that was published when the worker looked last, and is still in the publisher's
   * processor: it is seen a moment later. Nobody signals it, for the publisher has looked before.
   */
  private static final class LateItem implements WorkSource {
    private final Thread waiting = Thread.currentThread();
    private final long start = System.nanoTime();
    private boolean isPublished;
    private long visibleNanos;

    @Override
    public Look look() {
      return hasItems() ? Look.WORK : Look.NOTHING;
    }

    @Override
    public boolean hasItems() {
      return isPublished && System.nanoTime() - visibleNanos >= 0;
    }

    @Override
    public boolean hasDuties() {
      return false;
    }

    @Override
    public void park(long atMostNanos, boolean byMachine) {
      if (!isPublished) {
        isPublished = true;
        visibleNanos = System.nanoTime() + ON_ITS_WAY_NANOS;
        LockSupport.unpark(waiting); // of a wait before, when the worker had seen the item itself
      }
      WorkSource.super.park(Math.min(atMostNanos, GIVEN_UP_NANOS), byMachine);
    }

    @Override
    public long deadlineNanos() {
      return Long.MAX_VALUE;
    }

    boolean cameInTime() {
      return System.nanoTime() - start < GIVEN_UP_NANOS;
    }

    @Override
    public void handOn() {}

    @Override
    public void ranEmpty() {}

    @Override
    public long progress() {
      return 0;
    }

    @Override
    public boolean isCheap() {
      return false;
    }

    @Override
    public boolean isWorthJoining() {
      return true;
    }

    @Override
    public boolean hasGathered(long enough) {
      return false;
    }
  }

  @Test
  void shouldLookAMillisecondLaterAlsoWhereAParkEndsAtOnce() {
    LateItem source = new LateItem();
    Signal signal = new Signal(1, new Workforce());
    WorkLoop loop = new WorkLoop(source, new ParkingWaiter(source, signal, 0, false, true));
    assertThat(loop.next()).isTrue();
    assertThat(source.cameInTime()).isTrue();
  }
}
