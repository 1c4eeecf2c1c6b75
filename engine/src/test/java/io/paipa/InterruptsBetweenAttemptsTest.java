package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Between two attempts, a flag that user code left is cleared, and the end's interrupt is kept. */
class InterruptsBetweenAttemptsTest {
  @AfterEach
  void shouldLeaveNoThread() {
    assertThat(Thread.interrupted()).isFalse();
    Threads.assertNoneOf("interrupts");
  }

  /** User code that is called before the next attempt. */
  enum Between {
    PREDICATE,
    BACKOFF,
    TRACKER_AFTER,
    TRACKER_BEFORE
  }

  /** A pipeline that tries an item twice, and calls something in between. */
  private static Pipeline<Integer, Integer> twice(
      Between between, Runnable called, CheckedFunction<Integer, Integer> function) {
    AtomicBoolean failed = new AtomicBoolean();
    Consumer<Between> at =
        current -> {
          if (current == between && failed.get()) {
            called.run();
          }
        };
    Backoff backoff =
        retry -> {
          at.accept(Between.BACKOFF);
          return Duration.ZERO;
        };
    Predicate<Exception> retryable =
        failure -> {
          at.accept(Between.PREDICATE);
          return true;
        };
    Tracker tracker =
        new Tracker() {
          @Override
          public void beforeProcess(String stepName, Object item) {
            at.accept(Between.TRACKER_BEFORE);
          }

          @Override
          public void afterProcess(String stepName, Object item, @Nullable Throwable failure) {
            at.accept(Between.TRACKER_AFTER);
          }
        };
    return Pipeline.<Integer>named("interrupts")
        .map(
            "twice",
            item -> {
              if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("the first attempt");
              }
              return function.apply(item);
            })
        .retrying(1, backoff, retryable::test)
        .tracker(tracker)
        .terminationTimeout(Duration.ofMinutes(1))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Between.class)
  void shouldClearAFlagThatIsLeftBetweenTwoAttempts(Between between) throws InterruptedException {
    AtomicInteger left = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Runnable leaveFlag =
        () -> {
          left.incrementAndGet();
          Thread.currentThread().interrupt();
        };
    try (Pipeline<Integer, Integer> pipeline =
        twice(
            between,
            leaveFlag,
            item -> {
              seen.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
              return item;
            })) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      assertThat(left).hasPositiveValue();
      assertThat(seen).hasValue(0);
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).retried()).isEqualTo(1);
    }
  }

  /** It comes once: the attempt that follows would not learn that it is over. */
  @ParameterizedTest
  @EnumSource(value = Between.class, names = "TRACKER_AFTER", mode = EnumSource.Mode.EXCLUDE)
  void shouldKeepTheEndsInterruptForTheNextAttempt(Between between) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Runnable awaitEnd =
        () -> {
          reached.countDown();
          Threads.await(() -> Thread.currentThread().isInterrupted());
        };
    try (Pipeline<Integer, Integer> pipeline =
        twice(
            between,
            awaitEnd,
            item -> {
              assertThat(new CountDownLatch(1).await(30, TimeUnit.SECONDS)).isTrue();
              return item;
            })) {
      pipeline.start();
      pipeline.put(1);
      assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(1);
    }
  }
}
