package io.paipa.unloading;

import static io.paipa.StepOptions.workers;

import com.lmax.disruptor.RingBuffer;
import io.paipa.Backoff;
import io.paipa.Builder;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.StepOptions;
import io.paipa.coroutine.Recipe;
import io.paipa.coroutine.RuntimeDebugger;
import io.paipa.ring.WorkWaitStrategy;
import io.paipa.ring.WorkerPool;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * An application that uses pipelines in many ways, and sees all of them end. It is loaded by a
 * class loader of its own, which nothing may hold afterwards. What it leaves in thread-locals is
 * left in threads that the engine has made.
 */
public final class Application implements Consumer<Executor> {
  private static final ThreadLocal<Item> LEFT = new ThreadLocal<>();
  private static final ThreadLocal<Item> INHERITED = new InheritableThreadLocal<>();
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  /** What goes through the pipelines. */
  private record Item(int number) {}

  /** The cause of failures. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
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

  private static void leave() {
    LEFT.set(new Item(0));
  }

  /**
   * Runs it, in the calling thread and others.
   *
   * @param others has a thread that is not the application's, and goes on afterwards
   */
  @Override
  public void accept(Executor others) {
    INHERITED.set(new Item(0));
    try {
      limitItems();
      retry();
      pullResults();
      letGoOfResults();
      fail();
      abort();
      chunk();
      report();
      getStuck();
      stall();
      debug();
      useThreadsOfOthers(others);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Item> items(int count) {
    return Stream.iterate(0, number -> number + 1).limit(count).map(Item::new).toList();
  }

  private static Builder<Item, Item> pipeline() {
    return Pipeline.<Item>named("application");
  }

  private static <T> T check(T value, T expected) {
    if (!value.equals(expected)) {
      throw new IllegalStateException(value + ", not " + expected);
    }
    return value;
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    check(latch.await(20, TimeUnit.SECONDS), true);
  }

  private static void run(Builder<Item, ?> builder, int expected) throws InterruptedException {
    try (Pipeline<Item, ?> pipeline = builder.build()) {
      pipeline.putIterable(items(10));
      pipeline.run();
      check(pipeline.count(), (long) expected);
    }
  }

  private static void limitItems() throws InterruptedException {
    run(
        pipeline()
            .map(
                "wait",
                workers(2).itemTimeout(SHORT).onFailure(FailurePolicy.skip()),
                item -> {
                  if (item.number() == 7) {
                    await(new CountDownLatch(1));
                  }
                  return item;
                })
            .threadFactory(Worker::new),
        9);
  }

  private static void retry() throws InterruptedException {
    StepOptions<Object> options = workers(2).retrying(2, Backoff.fixed(SHORT)).ordered();
    AtomicInteger failed = new AtomicInteger();
    run(
        pipeline()
            .map(
                "fail twice",
                Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS
                    ? options
                    : options.virtualThreads(),
                item -> {
                  if (failed.incrementAndGet() <= 2) {
                    throw new Failure();
                  }
                  return item;
                }),
        10);
  }

  private static void pullResults() {
    try (Stream<Item> results =
        Pipeline.mapConcurrent(items(1_000), workers(2).ordered(), item -> item)) {
      check(results.count(), 1_000L);
    }
    try (Stream<Item> results =
        Pipeline.mapConcurrent(items(10_000), workers(2).capacity(2), item -> item)) {
      check(results.limit(3).count(), 3L);
    }
  }

  /** Neither pulled to their end, nor closed. */
  private static void letGoOfResults() {
    Pipeline<Item, Item> pipeline =
        pipeline()
            .map("same", workers(2).capacity(2), item -> item)
            .threadFactory(Worker::new)
            .build();
    pipeline.putIterable(items(10_000));
    Iterator<Item> results = pipeline.results().iterator();
    check(results.hasNext(), true);
  }

  private static void fail() throws InterruptedException {
    Pipeline<Item, Item> pipeline =
        pipeline()
            .<Item>map(
                "fail",
                2,
                item -> {
                  throw new Failure();
                })
            .build();
    pipeline.putIterable(items(10));
    try (pipeline) {
      pipeline.run();
    } catch (PipelineException e) {
      check(e.getCause() instanceof Failure, true);
    }
    check(pipeline.state(), PipelineState.FAILED);
  }

  private static void abort() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    try (Pipeline<Item, Void> pipeline =
        pipeline()
            .sink(
                "wait",
                2,
                item -> {
                  begun.countDown();
                  await(new CountDownLatch(1));
                })
            .build()) {
      pipeline.putIterable(items(10));
      pipeline.start();
      await(begun);
      pipeline.abort();
    }
  }

  private static void chunk() throws InterruptedException {
    CountDownLatch full = new CountDownLatch(1);
    try (Pipeline<Item, Void> pipeline =
        pipeline()
            .chunk("chunk", 1_000, SHORT)
            .sink("sink", 1, chunk -> full.countDown())
            .build()
            .start()) {
      pipeline.put(new Item(1));
      await(full);
    }
  }

  private static void report() throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(2);
    run(
        pipeline()
            .peek("wait", 1, item -> await(reported))
            .reporter(report -> reported.countDown(), SHORT),
        10);
  }

  /** The end is forced, and user code called for it in a thread of the engine's. */
  private static void getStuck() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(2);
    Pipeline<Item, Void> pipeline =
        pipeline()
            .sink(
                "ignore interrupts",
                2,
                item -> {
                  stuck.countDown();
                  if (item.number() == 1) {
                    throw new Failure();
                  }
                  awaitWhateverInterrupts(release);
                })
            .whenFailed(
                failure -> {
                  leave();
                  told.countDown();
                })
            .terminationTimeout(SHORT)
            .build()
            .start();
    pipeline
        .completion()
        .thenRun(
            () -> {
              leave();
              told.countDown();
            });
    pipeline.put(new Item(0));
    await(stuck);
    pipeline.put(new Item(1));
    await(told);
    try (pipeline) {
      pipeline.stop();
    } catch (PipelineException e) {
      check(String.valueOf(e.getMessage()).contains("user code does not return"), true);
    }
    release.countDown();
  }

  private static void awaitWhateverInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        await(latch);
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  /** The engine warns, and the application's own handler gets it. */
  private static void stall() throws InterruptedException {
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
      run(pipeline().map("stuck", workers(2).stallAfter(SHORT), item -> waitFor(logged, item)), 10);
    } finally {
      log.removeHandler(handler);
    }
  }

  private static Item waitFor(CountDownLatch latch, Item item) throws InterruptedException {
    await(latch);
    return item;
  }

  private static void debug() {
    AtomicInteger reports = new AtomicInteger();
    Recipe<Item, Item> recipe =
        Recipe.<Item>identity()
            .then("same", Recipe.mapping(item -> item))
            .debuggedBy(
                RuntimeDebugger.named("application")
                    .reportingTo(report -> reports.incrementAndGet()));
    Recipe.consume(recipe.on(items(10)));
    check(reports.get(), 1);
  }

  private static final class Slot {
    private int value;
  }

  private static void useThreadsOfOthers(Executor others) throws InterruptedException {
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
    check(pool.drainAndHalt(), true);
    check(sum.get(), 10);
  }
}
