package io.paipa.benchmarks;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The Disruptor as its own guide uses it: one ring per hop, {@code next} and {@code publish}, the
 * default way of waiting, a single-producer ring where there is one producer. The calling thread is
 * the source. Several workers of a step share its ring by sequence number, so that as many
 * consecutive end markers reach one worker each.
 */
record RawDisruptorContender(int first, int second) implements Contender {
  @Override
  public Checksum run(Iterable<Integer> items, int capacity) throws InterruptedException {
    Disruptor<Slot> toA = Disruptors.create(capacity, 1, new BlockingWaitStrategy());
    Disruptor<Slot> toB = Disruptors.create(capacity, first, new BlockingWaitStrategy());
    RingBuffer<Slot> ringB = toB.getRingBuffer();
    AtomicInteger running = new AtomicInteger(first);
    CountDownLatch finished = new CountDownLatch(second);
    Tallies tallies = new Tallies();
    toA.handleEventsWith(workers(first, i -> pass(ringB, running)));
    toB.handleEventsWith(workers(second, i -> count(tallies.add(), finished)));
    try {
      toB.start();
      RingBuffer<Slot> ringA = toA.start();
      for (Integer item : items) {
        publish(ringA, item);
      }
      end(ringA, first);
      finished.await();
    } finally {
      toA.halt();
      toB.halt();
    }
    return tallies.total();
  }

  private EventHandler<Slot> pass(RingBuffer<Slot> to, AtomicInteger running) {
    return (slot, sequence, endOfBatch) -> {
      if (!slot.isEnd()) {
        publish(to, slot.item);
      } else if (running.decrementAndGet() == 0) {
        end(to, second);
      }
    };
  }

  private static EventHandler<Slot> count(Tally tally, CountDownLatch finished) {
    return (slot, sequence, endOfBatch) -> {
      if (slot.isEnd()) {
        finished.countDown();
      } else {
        tally.add(slot.item);
      }
    };
  }

  private static void publish(RingBuffer<Slot> ring, Integer item) {
    long sequence = ring.next();
    try {
      ring.get(sequence).item = item;
    } finally {
      ring.publish(sequence);
    }
  }

  private static void end(RingBuffer<Slot> ring, int workers) {
    for (int i = 0; i < workers; i++) {
      publish(ring, Items.END);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // An array, as Disruptor.handleEventsWith takes it.
  private static EventHandler<Slot>[] workers(int count, IntFunction<EventHandler<Slot>> worker) {
    EventHandler<Slot>[] workers = new EventHandler[count];
    for (int i = 0; i < count; i++) {
      workers[i] = count == 1 ? worker.apply(i) : new Shard(worker.apply(i), i, count);
    }
    return workers;
  }

  /** One of several workers of a step: each sees every event, and takes those that are its own. */
  private record Shard(EventHandler<Slot> worker, int ordinal, int workers)
      implements EventHandler<Slot> {
    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) throws Exception {
      if (Disruptors.isMine(sequence, ordinal, workers)) {
        worker.onEvent(slot, sequence, endOfBatch);
      }
    }
  }
}
