package io.paipa.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A line as it is written without an engine: a queue in front of each step, threads that take from
 * it, and an end marker for each of them.
 */
final class QueueLine implements Line {
  private static final String PREFIX = "queue-";

  private final List<Integer> workers;
  private final List<Channel> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Thread> feeders = new ArrayList<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  QueueLine(Shape shape, IntFunction<Channel> queue) {
    workers = shape.workers();
    for (int i = 0; i < workers.size(); i++) {
      queues.add(queue.apply(shape.capacity()));
    }
    ThreadFactory factory = shape.virtual() ? VirtualThreads.factory() : Thread::new;
    for (int i = 0; i < workers.size(); i++) {
      startStep(i, factory, shape);
    }
  }

  private void startStep(int step, ThreadFactory factory, Shape shape) {
    AtomicInteger running = new AtomicInteger(workers.get(step));
    boolean isLast = step == workers.size() - 1;
    for (int i = 0; i < workers.get(step); i++) {
      Channel from = queues.get(step);
      Work work =
          isLast ? consuming(from, shape.last().get()) : () -> handOn(from, step + 1, running);
      Thread thread = factory.newThread(() -> guarded(work));
      thread.setName(PREFIX + step + "-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private Work consuming(Channel from, Consumer<Integer> last) {
    return () -> consume(from, last);
  }

  /** After a failure it takes on, so that nobody waits for room for ever. */
  private void consume(Channel from, Consumer<Integer> last) throws InterruptedException {
    for (Integer item = from.take(); !isEnd(item); item = from.take()) {
      try {
        last.accept(item);
      } catch (RuntimeException e) {
        failure.compareAndSet(null, e);
      }
    }
  }

  private void handOn(Channel from, int next, AtomicInteger running) throws InterruptedException {
    Channel to = queues.get(next);
    for (Integer item = from.take(); !isEnd(item); item = from.take()) {
      to.put(item);
    }
    if (running.decrementAndGet() == 0) {
      end(next);
    }
  }

  private void end(int step) throws InterruptedException {
    for (int i = 0; i < workers.get(step); i++) {
      queues.get(step).put(Items.END);
    }
  }

  private static boolean isEnd(Integer item) {
    return item.equals(Items.END);
  }

  @Override
  public String threadPrefix() {
    return PREFIX;
  }

  @Override
  public void put(Integer item) throws InterruptedException {
    queues.get(0).put(item);
  }

  @Override
  public void putAll(Iterable<Integer> items) {
    Work work =
        () -> {
          for (Integer item : items) {
            put(item);
          }
        };
    Thread feeder = new Thread(() -> guarded(work), PREFIX + "source");
    feeders.add(feeder);
    feeder.start();
  }

  @Override
  public void finish() throws InterruptedException {
    for (Thread feeder : feeders) {
      feeder.join();
    }
    end(0);
    for (Thread thread : threads) {
      thread.join();
    }
    Exception thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a thread failed", thrown);
    }
  }

  private void guarded(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      failure.compareAndSet(null, e);
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }
}
