package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.internal.platform.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine does by the clock is not lost for good where the JVM has no thread left. */
class NoThreadForTheClockTest {
  private static final String NAME = "scarce";
  private static final Duration SHORT = Duration.ofMillis(40);
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void shouldLeaveNoThread() {
    release.countDown();
    Threads.await(() -> Threads.of(NAME).isEmpty());
  }

  /** Gets no thread at times; when it gets one again, it makes up for what was to be done. */
  private static final class ScarceClock implements TimeSource {
    private final Queue<CompletableFuture<Boolean>> waiting = new ConcurrentLinkedQueue<>();
    private volatile BooleanSupplier isScarce = () -> false;

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void completeAfter(CompletableFuture<Boolean> future, long nanos) {
      if (isScarce.getAsBoolean()) {
        waiting.add(future);
        throw new OutOfMemoryError("unable to create native thread");
      }
      for (; !waiting.isEmpty(); ) {
        SYSTEM.completeAfter(waiting.remove(), 0);
      }
      SYSTEM.completeAfter(future, nanos);
    }

    /** The thread in which futures are completed, while there is something to complete. */
    Thread thread() throws Exception {
      CompletableFuture<Boolean> future = new CompletableFuture<>();
      CompletableFuture<Thread> thread = future.thenApply(done -> Thread.currentThread());
      SYSTEM.completeAfter(future, SHORT.toNanos());
      return thread.get(20, TimeUnit.SECONDS);
    }
  }

  private static <T> Pipeline<Integer, T> build(Builder<Integer, T> builder, TimeSource clock) {
    return Door.open(builder.definition(), clock);
  }

  /** Minds no interrupt. */
  private void getStuck() {
    stuck.countDown();
    while (release.getCount() > 0) {
      try {
        assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  @Test
  void shouldFailTheStart() {
    ScarceClock clock = new ScarceClock();
    clock.isScarce = () -> true;
    Pipeline<Integer, Integer> pipeline =
        build(Pipeline.<Integer>named(NAME).map("same", item -> item), clock);
    pipeline.start();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("the start failed")
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }

  private Pipeline<Integer, Void> stuckPipeline(ScarceClock clock) throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        build(
            Pipeline.<Integer>named(NAME)
                .sink("stuck", item -> getStuck())
                .stallAfter(Duration.ofMinutes(1))
                .terminationTimeout(SHORT),
            clock);
    pipeline.put(1);
    pipeline.start();
    assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
    return pipeline;
  }

  private static void assertForcedToEnd(Pipeline<?, ?> pipeline) throws InterruptedException {
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThatThrownBy(pipeline::close)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("user code does not return");
  }

  /** The one that aborts gets none; but the clock will have one. */
  @Test
  void shouldForceTheEndLater() throws InterruptedException {
    ScarceClock clock = new ScarceClock();
    Pipeline<Integer, Void> pipeline = stuckPipeline(clock);
    Thread caller = Thread.currentThread();
    clock.isScarce = () -> Thread.currentThread() == caller;
    assertThatCode(pipeline::abort).doesNotThrowAnyException();
    clock.isScarce = () -> false;
    clock.completeAfter(new CompletableFuture<>(), 0); // as any pipeline does
    assertForcedToEnd(pipeline);
  }

  @Test
  void shouldForceTheEndThoughWhatForcesItGetsNone() throws Exception {
    ScarceClock clock = new ScarceClock();
    Pipeline<Integer, Void> pipeline = stuckPipeline(clock);
    clock.isScarce = othersThan(Thread.currentThread(), clock.thread());
    pipeline.abort();
    assertForcedToEnd(pipeline);
  }

  private static BooleanSupplier othersThan(Thread... threads) {
    List<Thread> known = List.of(threads);
    return () -> !known.contains(Thread.currentThread());
  }

  @Test
  void shouldGoOnLookingAfterItems() throws Exception {
    ScarceClock clock = new ScarceClock();
    CountDownLatch scarce = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        build(
            Pipeline.<Integer>named(NAME)
                .sink("wait", item -> new CountDownLatch(1).await())
                .itemTimeout(SHORT)
                .onFailure(FailurePolicy.skip()),
            clock);
    pipeline.start();
    BooleanSupplier others = othersThan(Thread.currentThread(), clock.thread());
    clock.isScarce =
        () -> {
          boolean isScarce = others.getAsBoolean() && scarce.getCount() > 0;
          if (isScarce) {
            scarce.countDown();
          }
          return isScarce;
        };
    pipeline.put(1);
    pipeline.put(2);
    pipeline.finish();
    assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
    assertThat(scarce.getCount()).isZero();
    assertThat(pipeline.report().steps().get(0).skipped()).isEqualTo(2);
    pipeline.close();
  }
}
