package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails after the first failure is added to it: so many, and never the first to itself. */
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class LaterFailuresTest {
  private static final String NAME = "later";

  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();

  @AfterEach
  void shouldLeaveNoThreadNorHaveOneDie() {
    Threads.assertNoneOf(NAME);
    assertThat(uncaught).isEmpty();
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setUncaughtExceptionHandler((dying, thrown) -> uncaught.add(thrown));
    return thread;
  }

  /** So many items that fail, all of them in hand before the first one does. */
  private PipelineException failTogether(int workers, int items) {
    CyclicBarrier together = new CyclicBarrier(items);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>map(
                "fail",
                item -> {
                  together.await(20, TimeUnit.SECONDS);
                  throw new IllegalStateException("item " + item);
                })
            .workers(workers)
            .threadFactory(this::newThread)
            .build()) {
      pipeline.putIterable(IntStream.range(0, items).boxed().toList());
      assertThatThrownBy(pipeline::run).isSameAs(pipeline.failure().orElseThrow());
      assertThat(assertBalanced(pipeline).steps().get(0).failed()).isEqualTo(items);
      return pipeline.failure().orElseThrow();
    }
  }

  @Test
  void shouldBeSuppressedInTheFirst() {
    PipelineException failure = failTogether(2, 2);
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(List.of(failure.getCause(), failure.getSuppressed()[0]))
        .extracting(Throwable::getMessage)
        .containsExactlyInAnyOrder("item 0", "item 1");
  }

  /** The second iterator fails when the pipeline has, by its interrupt; {@code later} says how. */
  private PipelineException failInIterators(UnaryOperator<RuntimeException> later, int failed) {
    CountDownLatch bothInHand = new CountDownLatch(2);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>iterate(
                "fail",
                items ->
                    Stream.generate(items::next)
                        .<Integer>map(
                            item -> {
                              bothInHand.countDown();
                              throw failure(item, bothInHand, later);
                            })
                        .iterator())
            .workers(2)
            .threadFactory(this::newThread)
            .build()) {
      pipeline.putIterable(List.of(0, 1));
      assertThatThrownBy(pipeline::run).hasMessageContaining("the first");
      StepReport step = assertBalanced(pipeline).steps().get(0);
      assertThat(step.failed()).isEqualTo(failed);
      assertThat(step.abandoned()).isEqualTo(2 - failed);
      return pipeline.failure().orElseThrow();
    }
  }

  private static RuntimeException failure(
      int item, CountDownLatch bothInHand, UnaryOperator<RuntimeException> later) {
    try {
      if (item == 0) {
        bothInHand.await();
        return new IllegalStateException("the first");
      }
      new CountDownLatch(1).await();
      return new IllegalStateException("not interrupted");
    } catch (InterruptedException e) {
      return later.apply(new IllegalStateException("interrupted", e));
    }
  }

  @Test
  void shouldBeSuppressedInTheFirstOfAnIteratorStepToo() {
    PipelineException failure =
        failInIterators(interrupted -> new IllegalArgumentException("the second"), 2);
    assertThat(failure.getSuppressed())
        .singleElement()
        .extracting(Throwable::getMessage)
        .isEqualTo("the second");
  }

  @Test
  void shouldNotBeWhatTheEndHasInterruptedInAnIterator() {
    PipelineException failure = failInIterators(interrupted -> interrupted, 1);
    assertThat(failure).hasNoSuppressedExceptions();
  }

  @Test
  void shouldBeForgottenWhereTheyAreMoreThanAnybodyReads() {
    PipelineException failure = failTogether(64, 40);
    assertThat(failure.getSuppressed())
        .hasSize(16)
        .doesNotHaveDuplicates()
        .doesNotContain(failure.getCause());
  }

  @Test
  void shouldLeaveOutTheFailureItselfWhenTheCallbackThrowsIt() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("divide", item -> 1 / item)
            .workers(2)
            .whenFailed(
                failure -> {
                  throw failure;
                })
            .threadFactory(this::newThread)
            .build()) {
      pipeline.putIterable(List.of(1, 0));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasCauseInstanceOf(ArithmeticException.class)
          .hasNoSuppressedExceptions();
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldLeaveOutTheFailureItselfWhenAStopHookThrowsIt() throws InterruptedException {
    AtomicReference<Pipeline<Integer, Integer>> built = new AtomicReference<>();
    AtomicInteger stopped = new AtomicInteger();
    AtomicInteger stepsStopped = new AtomicInteger();
    class Rethrowing implements Step<Integer, Integer> {
      @Override
      public void process(Integer item, Emitter<Integer> out) {
        out.emit(1 / item);
      }

      @Override
      public void onWorkerStop(Ending ending) {
        stopped.incrementAndGet();
        throw built.get().failure().orElseThrow();
      }

      @Override
      public void onStepStop(StepContext<Integer> context) {
        stepsStopped.incrementAndGet();
      }
    }
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("divide", Rethrowing::new)
            .threadFactory(this::newThread)
            .build()) {
      built.set(pipeline);
      pipeline.putIterable(List.of(1, 0));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasCauseInstanceOf(ArithmeticException.class)
          .hasNoSuppressedExceptions();
      assertThat(stopped).hasValue(1);
      assertThat(stepsStopped).hasValue(1);
      assertBalanced(pipeline);
    }
  }
}
