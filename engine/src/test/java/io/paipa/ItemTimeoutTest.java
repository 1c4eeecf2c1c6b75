package io.paipa;

import static io.paipa.Numbers.numbers;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that take too long are interrupted, and take the step's failure policy. */
class ItemTimeoutTest {
  private static final Duration LIMIT = Duration.ofMillis(40);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("timeout");
  }

  private static Integer stuckAt(int stuck, Integer item) throws InterruptedException {
    if (item == stuck) {
      assertThat(new CountDownLatch(1).await(30, TimeUnit.SECONDS)).isTrue();
    }
    return item;
  }

  @Test
  void shouldGiveAnItemThatTakesTooLongToTheDeadLetterConsumer() throws InterruptedException {
    Queue<FailedItem<Integer>> dead = new ConcurrentLinkedQueue<>();
    Queue<Integer> through = new ConcurrentLinkedQueue<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("timeout")
            .map("stuck", item -> stuckAt(5, item))
            .workers(2)
            .itemTimeout(LIMIT)
            .onFailure(FailurePolicy.deadLetter(dead::add))
            .sink("sink", through::add)
            .build()) {
      pipeline.putIterable(numbers(100));
      pipeline.run();
      LedgerAssert.assertNothingAbandoned(pipeline);
    }
    assertThat(through).hasSize(99).doesNotContain(5);
    assertThat(dead).hasSize(1);
    assertThat(dead.element().item()).isEqualTo(5);
    assertThat(dead.element().cause())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("the item took longer than 40 ms")
        .hasCauseInstanceOf(InterruptedException.class);
  }

  /** As one may that closes a channel of the user's, or is of a class of the user's. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoOnAfterAnInterruptThatThrows(boolean error) throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("timeout")
            .map("stuck", item -> stuckAt(3, item))
            .itemTimeout(LIMIT)
            .onFailure(FailurePolicy.skip())
            .threadFactory(work -> new ThrowingThread(work, error))
            .build()) {
      pipeline.putIterable(numbers(10));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(9);
    }
  }

  private static final class ThrowingThread extends Thread {
    private final boolean error;

    ThrowingThread(Runnable work, boolean error) {
      super(work);
      this.error = error;
    }

    @Override
    public void interrupt() {
      super.interrupt();
      if (error) {
        throw new AssertionError("it can't be closed");
      }
      throw new IllegalStateException("it can't be closed");
    }
  }

  @Test
  void shouldTryAgain() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("timeout")
            .map("stuck", item -> stuckAt(attempts.incrementAndGet() < 3 ? item : -1, item))
            .itemTimeout(LIMIT)
            .retrying(2, Backoff.none())
            .build()) {
      pipeline.putIterable(numbers(1));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(1);
      assertThat(LedgerAssert.assertNothingAbandoned(pipeline).steps().get(0).retried())
          .isEqualTo(2);
    }
  }

  @Test
  void shouldFailThePipelineByDefault() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("timeout")
            .map("stuck", item -> stuckAt(3, item))
            .itemTimeout(LIMIT)
            .build()) {
      pipeline.putIterable(numbers(10));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("stuck")
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void shouldNotInterruptALaterItem() throws InterruptedException {
    AtomicInteger interrupted = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("timeout")
            .map(
                "border",
                item -> {
                  interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                  if (item % 2 == 0) {
                    long start = System.nanoTime();
                    Threads.await(() -> System.nanoTime() - start > 6_000_000);
                  }
                  return item;
                })
            .workers(2)
            .itemTimeout(Duration.ofMillis(6))
            .onFailure(FailurePolicy.skip())
            .build()) {
      pipeline.putIterable(numbers(400));
      pipeline.run();
    }
    assertThat(interrupted).hasValue(0);
  }

  @Test
  void shouldBeRefusedWhereItCanNotBeKept() {
    ChunkBuilder<Integer, Integer> chunk =
        Pipeline.<Integer>named("timeout").chunk("chunk", 2, Duration.ofSeconds(1));
    assertThatThrownBy(() -> chunk.with(options().itemTimeout(LIMIT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "pipeline 'timeout', step 'chunk': a chunk step can't have the option itemTimeout");
    assertThatThrownBy(() -> options().workers(1).itemTimeout(Duration.ZERO))
        .hasMessage("itemTimeout: zero is too short; give a positive duration");
    assertThatThrownBy(() -> options().workers(1).stallAfter(Duration.ofSeconds(-1)))
        .hasMessage("stallAfter: PT-1S is negative");
  }
}
