package io.paipa.internal.life;

import io.paipa.PipelineException;
import io.paipa.Report;
import io.paipa.internal.platform.Stacks;
import io.paipa.internal.platform.TimeSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run, and the threads that wait for it. Written once, by the thread that ends it: the
 * last one, or, if user code ignores interrupts, the clock.
 */
final class Termination {
  private static final int FRAMES = 8;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TimeSource time;
  private final CountDownLatch over = new CountDownLatch(1);
  private final CompletableFuture<Report> completion = new CompletableFuture<>();
  private final AtomicReference<@Nullable PipelineException> stuck = new AtomicReference<>();
  private volatile boolean forced;

  Termination(TimeSource time) {
    this.time = time;
  }

  /**
   * Calls for force if the end doesn't come in time by itself. Throws nothing, for the end has to
   * go on: if the clock gets no thread now, force is called when it has one, and the {@link Watch}
   * keeps trying to get one.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows it
  void forceAfter(long nanos, Runnable force) {
    try {
      CompletableFuture<Boolean> late = completion.thenApply(report -> false);
      late.thenAccept(
          isLate -> {
            if (isLate && !time.inBackground(force)) {
              forceAfter(RETRY_NANOS, force);
            }
          });
      time.completeAfter(late, nanos);
    } catch (Throwable t) {
      // an Error of the JVM's, such as that it has no thread left
    }
  }

  /** Says which threads are stuck, before {@link #complete}. */
  void stuck(String pipelineName, List<Thread> threads, @Nullable PipelineException failure) {
    StringBuilder message =
        new StringBuilder("pipeline '")
            .append(pipelineName)
            .append("' has ended, but user code does not return; stuck: ");
    for (Thread thread : threads) {
      message.append(System.lineSeparator()).append("  ").append(thread.getName());
      message.append(Stacks.top(thread, FRAMES, "    "));
    }
    forced = true;
    stuck.set(new PipelineException(message.toString(), pipelineName, null, null, 0, failure));
  }

  /**
   * What says which threads are stuck, for the first caller that asks: thrown once, like a failure.
   */
  @Nullable PipelineException takeStuck() {
    return stuck.getAndSet(null);
  }

  /** What says which threads are stuck, as long as nobody has asked for it. */
  @Nullable PipelineException stuck() {
    return stuck.get();
  }

  /** Whether the end came although threads are stuck. */
  boolean wasForced() {
    return forced;
  }

  /** The end: everybody goes on. */
  void complete(Supplier<Report> report) {
    over.countDown();
    try {
      completion.complete(report.get());
    } catch (Throwable t) {
      completion.completeExceptionally(t);
    }
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  CompletableFuture<Report> completion() {
    return completion;
  }

  void await() throws InterruptedException {
    over.await();
  }

  boolean await(long nanos) throws InterruptedException {
    return over.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Waits on, whatever interrupts; the flag is set afterwards if one did. */
  void awaitUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        over.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
