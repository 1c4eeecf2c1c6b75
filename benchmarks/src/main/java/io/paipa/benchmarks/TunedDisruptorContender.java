package io.paipa.benchmarks;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Disruptor as a programmer writes it that knows where its time goes. It has {@code tryNext}
 * with yielding instead of {@code next}, which sleeps when the ring is full. Its workers yield
 * instead of blocking. Outputs are published in batches, at the latest when the input runs out. The
 * calling thread is the source, and batches too if it reads a collection: before it asks an
 * iterator of a user's own for the next item, it publishes the last. Workers share a ring by
 * sequence number.
 */
record TunedDisruptorContender(int first, int second) implements Contender {
  private static final int BATCH = 64;
  private static final int SPINS = 100;

  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws InterruptedException {
    Disruptor<Slot> toA = Disruptors.create(capacity, 1, new YieldingWaitStrategy());
    Disruptor<Slot> toB = Disruptors.create(capacity, first, new YieldingWaitStrategy());
    int batch = Math.min(BATCH, capacity / 4);
    AtomicInteger running = new AtomicInteger(first);
    CountDownLatch finished = new CountDownLatch(second);
    Tallies tallies = new Tallies();
    for (int i = 0; i < first; i++) {
      toA.handleEventsWith(pass(i, new Batch(toB.getRingBuffer(), batch), running));
    }
    for (int i = 0; i < second; i++) {
      toB.handleEventsWith(count(i, tallies.add(), finished));
    }
    try {
      toB.start();
      Batch out = new Batch(toA.start(), items instanceof Collection ? batch : 1);
      for (Integer item : items) {
        out.add(item);
      }
      end(out, first);
      finished.await();
    } finally {
      toA.halt();
      toB.halt();
    }
    return tallies.total();
  }

  private EventHandler<Slot> pass(int ordinal, Batch out, AtomicInteger running) {
    return (slot, sequence, endOfBatch) -> {
      if (Disruptors.isMine(sequence, ordinal, first)) {
        if (!slot.isEnd()) {
          out.add(slot.item);
        } else {
          // Before the count: the last worker ends the next step.
          out.flush();
          if (running.decrementAndGet() == 0) {
            end(out, second);
          }
        }
      }
      if (endOfBatch) {
        out.flush();
      }
    };
  }

  private EventHandler<Slot> count(int ordinal, Tally tally, CountDownLatch finished) {
    return (slot, sequence, endOfBatch) -> {
      if (Disruptors.isMine(sequence, ordinal, second)) {
        if (slot.isEnd()) {
          finished.countDown();
        } else {
          tally.add(slot.item);
        }
      }
    };
  }

  private static void end(Batch out, int workers) {
    for (int i = 0; i < workers; i++) {
      out.add(Items.END);
    }
    out.flush();
  }

  /** Items that one thread is about to publish, in one go. */
  private static final class Batch {
    private final RingBuffer<Slot> ring;
    private final Integer[] items;
    private int size;

    Batch(RingBuffer<Slot> ring, int limit) {
      this.ring = ring;
      this.items = new Integer[limit];
    }

    void add(Integer item) {
      items[size++] = item;
      if (size == items.length) {
        flush();
      }
    }

    void flush() {
      if (size == 0) {
        return;
      }
      long last = claim();
      long next = last - size + 1;
      for (int i = 0; i < size; i++) {
        ring.get(next + i).item = items[i];
      }
      ring.publish(next, last);
      size = 0;
    }

    private long claim() {
      for (int tries = 0; ; tries++) {
        try {
          return ring.tryNext(size);
        } catch (InsufficientCapacityException full) {
          if (tries < SPINS) {
            Thread.onSpinWait();
          } else {
            Thread.yield();
          }
        }
      }
    }
  }
}
