package io.paipa.unloading;

import com.lmax.disruptor.RingBuffer;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.ring.WorkWaitStrategy;
import io.paipa.ring.WorkerPool;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Uses in which the application's code runs in threads that are not the pipeline's own. It leaves
 * thread-locals in those that the engine has made.
 */
final class LeftBehind {
  private static final ThreadLocal<Uses.Item> LEFT = new ThreadLocal<>();

  private LeftBehind() {}

  private static void leave() {
    LEFT.set(new Uses.Item(0));
  }

  /** A worker's, of a class of the application's own: user code runs in who interrupts it. */
  private static final class Worker extends Thread {
    Worker(Runnable work) {
      super(work);
    }

    @Override
    public void interrupt() {
      leave();
      super.interrupt();
    }
  }

  static void limitItems() throws InterruptedException {
    Uses.run(
        Uses.pipeline()
            .map(
                "wait",
                item -> {
                  if (item.number() == 7) {
                    Uses.await(new CountDownLatch(1));
                  }
                  return item;
                })
            .workers(2)
            .itemTimeout(Uses.SHORT)
            .onFailure(FailurePolicy.skip())
            .threadFactory(Worker::new),
        9);
  }

  /** Neither pulled to their end, nor closed. */
  static void letGoOfResults() {
    Pipeline<Uses.Item, Uses.Item> pipeline =
        Uses.pipeline()
            .map("same", item -> item)
            .workers(2)
            .capacity(2)
            .threadFactory(Worker::new)
            .build();
    pipeline.putIterable(Uses.items(10_000));
    Iterator<Uses.Item> results = pipeline.results().iterator();
    Uses.check(results.hasNext(), true);
  }

  /** The end is forced, and user code called for it in a thread of the engine's. */
  static void getStuck() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(2);
    Pipeline<Uses.Item, Void> pipeline =
        Uses.pipeline()
            .sink(
                "ignore interrupts",
                item -> {
                  stuck.countDown();
                  if (item.number() == 1) {
                    throw new Uses.Failure();
                  }
                  awaitWhateverInterrupts(release);
                })
            .workers(2)
            .whenFailed(
                failure -> {
                  leave();
                  told.countDown();
                })
            .terminationTimeout(Uses.SHORT)
            .build()
            .start();
    pipeline
        .completion()
        .thenRun(
            () -> {
              leave();
              told.countDown();
            });
    pipeline.put(new Uses.Item(0));
    Uses.await(stuck);
    pipeline.put(new Uses.Item(1));
    Uses.await(told);
    try (pipeline) {
      pipeline.stop();
    } catch (PipelineException e) {
      Uses.check(String.valueOf(e.getMessage()).contains("user code does not return"), true);
    }
    release.countDown();
  }

  private static void awaitWhateverInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        Uses.await(latch);
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  /** The engine warns, and the application's own handler gets it. */
  static void stall() throws InterruptedException {
    CountDownLatch logged = new CountDownLatch(1);
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            leave();
            logged.countDown();
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("io.paipa");
    log.addHandler(handler);
    try {
      Uses.run(
          Uses.pipeline()
              .map("stuck", item -> waitFor(logged, item))
              .workers(2)
              .stallAfter(Uses.SHORT),
          10);
    } finally {
      log.removeHandler(handler);
    }
  }

  private static Uses.Item waitFor(CountDownLatch latch, Uses.Item item)
      throws InterruptedException {
    Uses.await(latch);
    return item;
  }

  private static final class Slot {
    private int value;
  }

  static void useThreadsOfOthers(Executor others) throws InterruptedException {
    RingBuffer<Slot> ring = RingBuffer.createMultiProducer(Slot::new, 4, new WorkWaitStrategy());
    AtomicInteger sum = new AtomicInteger();
    WorkerPool<Slot> pool =
        CompletableFuture.supplyAsync(
                () -> new WorkerPool<Slot>(ring, slot -> sum.addAndGet(slot.value)), others)
            .join();
    pool.start(others);
    for (int i = 0; i < 10; i++) {
      ring.publishEvent((slot, sequence) -> slot.value = 1);
    }
    Uses.check(pool.drainAndHalt(), true);
    Uses.check(sum.get(), 10);
  }
}
