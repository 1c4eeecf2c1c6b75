package io.paipa.unloading;

import static io.paipa.StepOptions.options;

import io.paipa.Backoff;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.StepOptions;
import io.paipa.coroutine.Recipe;
import io.paipa.coroutine.RuntimeDebugger;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An application that uses pipelines in many ways, and sees all of them end. It is loaded by a
 * class loader of its own, which nothing may hold afterwards.
 */
public final class Application implements Consumer<Executor> {
  private static final ThreadLocal<Uses.Item> INHERITED = new InheritableThreadLocal<>();
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  /**
   * Runs it, in the calling thread and others.
   *
   * @param others has a thread that is not the application's, and goes on afterwards
   */
  @Override
  public void accept(Executor others) {
    INHERITED.set(new Uses.Item(0));
    try {
      LeftBehind.limitItems();
      retry();
      pullResults();
      LeftBehind.letGoOfResults();
      fail();
      abort();
      chunk();
      report();
      LeftBehind.getStuck();
      LeftBehind.stall();
      debug();
      LeftBehind.useThreadsOfOthers(others);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void retry() throws InterruptedException {
    StepOptions options = options().workers(2).retrying(2, Backoff.fixed(Uses.SHORT)).ordered();
    AtomicInteger failed = new AtomicInteger();
    Uses.run(
        Uses.pipeline()
            .map(
                "fail twice",
                item -> {
                  if (failed.incrementAndGet() <= 2) {
                    throw new Uses.Failure();
                  }
                  return item;
                })
            .with(
                Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS
                    ? options
                    : options.virtualThreads()),
        10);
  }

  private static void pullResults() {
    try (Stream<Uses.Item> results =
        Pipeline.mapConcurrent(Uses.items(1_000), options().workers(2).ordered(), item -> item)) {
      Uses.check(results.count(), 1_000L);
    }
    try (Stream<Uses.Item> results =
        Pipeline.mapConcurrent(
            Uses.items(10_000), options().workers(2).capacity(2), item -> item)) {
      Uses.check(results.limit(3).count(), 3L);
    }
  }

  private static void fail() throws InterruptedException {
    Pipeline<Uses.Item, Uses.Item> pipeline =
        Uses.pipeline()
            .<Uses.Item>map(
                "fail",
                item -> {
                  throw new Uses.Failure();
                })
            .workers(2)
            .build();
    pipeline.putIterable(Uses.items(10));
    try (pipeline) {
      pipeline.run();
    } catch (PipelineException e) {
      Uses.check(e.getCause() instanceof Uses.Failure, true);
    }
    Uses.check(pipeline.state(), PipelineState.FAILED);
  }

  private static void abort() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    try (Pipeline<Uses.Item, Void> pipeline =
        Uses.pipeline()
            .sink(
                "wait",
                item -> {
                  begun.countDown();
                  Uses.await(new CountDownLatch(1));
                })
            .workers(2)
            .build()) {
      pipeline.putIterable(Uses.items(10));
      pipeline.start();
      Uses.await(begun);
      pipeline.abort();
    }
  }

  private static void chunk() throws InterruptedException {
    CountDownLatch full = new CountDownLatch(1);
    try (Pipeline<Uses.Item, Void> pipeline =
        Uses.pipeline()
            .chunk("chunk", 1_000, Uses.SHORT)
            .sink("sink", chunk -> full.countDown())
            .build()
            .start()) {
      pipeline.put(new Uses.Item(1));
      Uses.await(full);
    }
  }

  private static void report() throws InterruptedException {
    CountDownLatch reported = new CountDownLatch(2);
    Uses.run(
        Uses.pipeline()
            .peek("wait", item -> Uses.await(reported))
            .reporter(report -> reported.countDown(), Uses.SHORT),
        10);
  }

  private static void debug() {
    AtomicInteger reports = new AtomicInteger();
    Recipe<Uses.Item, Uses.Item> recipe =
        Recipe.<Uses.Item>identity()
            .then("same", Recipe.mapping(item -> item))
            .debuggedBy(
                RuntimeDebugger.named("application")
                    .reportingTo(report -> reports.incrementAndGet()));
    Recipe.consume(recipe.on(Uses.items(10)));
    Uses.check(reports.get(), 1);
  }
}
