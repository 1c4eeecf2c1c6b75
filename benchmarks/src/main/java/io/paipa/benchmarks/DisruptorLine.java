package io.paipa.benchmarks;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line of one worker a step, as a programmer that knows the Disruptor writes it. There is one
 * ring, on which each step follows the one before it, so that nothing is published twice; and one
 * producer.
 */
final class DisruptorLine implements Line {
  private static final String PREFIX = "disruptor-";

  private final Disruptor<Slot> disruptor;
  private final RingBuffer<Slot> ring;
  private final CountDownLatch started;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  DisruptorLine(Shape shape, WaitStrategy waiting) {
    if (shape.virtual() || shape.workers().stream().anyMatch(workers -> workers != 1)) {
      throw new IllegalArgumentException("one platform thread a step, not " + shape);
    }
    disruptor =
        new Disruptor<>(Slot::new, shape.capacity(), this::thread, ProducerType.SINGLE, waiting);
    disruptor.setDefaultExceptionHandler(new Failing());
    int last = shape.workers().size() - 1;
    started = new CountDownLatch(shape.workers().size());
    Consumer<Integer> consumer = shape.last().get();
    EventHandlerGroup<Slot> group = null;
    for (int i = 0; i <= last; i++) {
      Worker worker = i < last ? new Worker(DisruptorLine::handOn) : new Worker(consumer);
      group = group == null ? disruptor.handleEventsWith(worker) : group.then(worker);
    }
    ring = disruptor.start();
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, PREFIX + threads.size());
    threads.add(thread);
    return thread;
  }

  @Override
  public String threadPrefix() {
    return PREFIX;
  }

  @Override
  public void put(Integer item) {
    long sequence = ring.next();
    try {
      ring.get(sequence).item = item;
    } finally {
      ring.publish(sequence);
    }
  }

  @Override
  public void putAll(Iterable<Integer> items) {
    throw new UnsupportedOperationException("the ring has one producer");
  }

  @Override
  public void finish() throws InterruptedException {
    // A shutdown overtakes handlers whose threads do not run yet, and leaves their events undone.
    started.await();
    disruptor.shutdown();
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a thread failed", thrown);
    }
  }

  /** Keeps the first failure and goes on, so that nobody waits for room for ever. */
  private final class Failing implements ExceptionHandler<Slot> {
    @Override
    public void handleEventException(Throwable thrown, long sequence, Slot slot) {
      failure.compareAndSet(null, thrown);
    }

    @Override
    public void handleOnStartException(Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }

    @Override
    public void handleOnShutdownException(Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  /** A step in the middle: the item stays where it is. */
  private static void handOn(Integer item) {
    if (item.equals(Items.END)) {
      throw new IllegalStateException("a slot without an item");
    }
  }

  /** The one worker of a step. */
  private final class Worker implements EventHandler<Slot> {
    private final Consumer<Integer> work;

    Worker(Consumer<Integer> work) {
      this.work = work;
    }

    @Override
    public void onStart() {
      started.countDown();
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
      work.accept(slot.item);
    }
  }
}
