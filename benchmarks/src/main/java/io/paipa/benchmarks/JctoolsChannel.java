package io.paipa.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MessagePassingQueue.WaitStrategy;
import org.jctools.queues.MpmcArrayQueue;

/**
 * The queue of JCTools for many producers and many consumers. It never blocks, so its user brings a
 * way to wait: this one spins, then yields, then sleeps ever longer. {@code relaxedOffer} and
 * {@code relaxedPoll} may fail while another thread is half-way through, and are what JCTools
 * recommends where one tries again anyway.
 */
record JctoolsChannel(MpmcArrayQueue<Integer> queue) implements Channel {
  private static final int SPINS = 100;
  private static final int YIELDS = 20;
  private static final int DOUBLINGS = 6;
  private static final long MIN_PARK_NANOS = 1_000;

  private static final WaitStrategy BACKOFF =
      idle -> {
        if (idle < SPINS) {
          Thread.onSpinWait();
        } else if (idle < SPINS + YIELDS) {
          Thread.yield();
        } else {
          LockSupport.parkNanos(MIN_PARK_NANOS << Math.min(idle - SPINS - YIELDS, DOUBLINGS));
        }
        return idle + 1;
      };

  JctoolsChannel(int capacity) {
    this(new MpmcArrayQueue<>(capacity));
  }

  @Override
  public void put(Integer item) {
    int idle = 0;
    while (!queue.relaxedOffer(item)) {
      idle = BACKOFF.idle(idle);
    }
  }

  @Override
  public Integer take() {
    int idle = 0;
    Integer item = queue.relaxedPoll();
    while (item == null) {
      idle = BACKOFF.idle(idle);
      item = queue.relaxedPoll();
    }
    return item;
  }
}
