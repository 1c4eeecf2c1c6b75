package io.paipa.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import io.paipa.internal.loop.Signal;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets the idle workers of a {@link WorkerPool} park, and wakes <em>one</em> of them for each
 * publication, where the strategies that come with the Disruptor wake all. To be given to the ring
 * when it is created; pools on that ring find it by themselves. One instance serves one ring, with
 * any number of pools and other consumers on it.
 *
 * <p>A worker spins and yields for some microseconds before it parks; a publisher that sees one do
 * so wakes nobody. Parked workers cost nothing, however many they are. On a ring that has another
 * strategy, a pool waits as that strategy does.
 *
 * <p>Consumers other than pools, batch event processors for example, block on a monitor until
 * something is published. What they wait for may then have to be passed by other consumers first:
 * for that they poll, at least once a millisecond.
 *
 * <p><b>No wake-up is missed.</b> To publish is only a release store. Here the publisher does a
 * full fence, and only then looks whether a consumer waits. A consumer that is going to wait says
 * so first, does a full fence, and only then looks at the ring. So one of the two sees the other.
 * See {@link Signal} for the workers; other consumers are notified under the monitor that they hold
 * from the look to the wait.
 */
public final class WorkWaitStrategy implements WaitStrategy {
  private final Object monitor = new Object();
  private final AtomicInteger others = new AtomicInteger();
  private volatile Signal[] pools = new Signal[0];

  /** A strategy for one ring. */
  public WorkWaitStrategy() {}

  /** Adds a pool whose workers are to be woken. */
  synchronized void add(Signal workers) {
    Signal[] more = Arrays.copyOf(pools, pools.length + 1);
    more[pools.length] = workers;
    pools = more;
  }

  /** Forgets a pool whose workers have ended for ever. */
  synchronized void remove(Signal workers) {
    pools = Arrays.stream(pools).filter(pool -> pool != workers).toArray(Signal[]::new);
  }

  /** How many pools it wakes workers of. */
  int pools() {
    return pools.length;
  }

  @Override
  public void signalAllWhenBlocking() {
    VarHandle.fullFence();
    for (Signal pool : pools) {
      pool.published();
    }
    if (others.get() > 0) {
      synchronized (monitor) {
        monitor.notifyAll();
      }
    }
  }

  @Override
  public long waitFor(
      long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier)
      throws AlertException, InterruptedException {
    StrategyFinder.tell(this);
    if (cursor.get() < sequence) {
      awaitPublication(sequence, cursor, barrier);
    }
    int pauses = 0;
    long available = dependentSequence.get();
    while (available < sequence) {
      barrier.checkAlert();
      pauses = Pauses.next(pauses);
      available = dependentSequence.get();
    }
    return available;
  }

  private void awaitPublication(long sequence, Sequence cursor, SequenceBarrier barrier)
      throws AlertException, InterruptedException {
    synchronized (monitor) {
      others.incrementAndGet();
      try {
        while (cursor.get() < sequence) {
          barrier.checkAlert();
          monitor.wait();
        }
      } finally {
        others.decrementAndGet();
      }
    }
  }
}
