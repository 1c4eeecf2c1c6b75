package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trackers, callbacks and dead-letter consumers are told of failures, and may fail themselves. */
class FailureCallbacksTest {
  private static final String NAME = "failures";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @Test
  void shouldGoOnWhenATrackerOrReporterThrows() throws InterruptedException {
    Tracker tracker =
        new Tracker() {
          @Override
          public void beforeProcess(String stepName, Object item) {
            throw new IllegalStateException("tracker");
          }
        };
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("same", item -> item)
            .workers(2)
            .tracker(tracker)
            .reporter(
                report -> {
                  throw new IllegalStateException("reporter");
                },
                Duration.ofMillis(1))
            .build()) {
      pipeline.putIterable(IntStream.range(0, 100).boxed().toList());
      pipeline.run();
      LedgerAssert.assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldTellTheTrackerOfEachAttemptsFailure() throws InterruptedException {
    IllegalStateException again = new IllegalStateException("again");
    IllegalStateException last = new IllegalStateException("last");
    Skip skip = Skip.item();
    List<Optional<Throwable>> told = new CopyOnWriteArrayList<>();
    Tracker tracker =
        new Tracker() {
          @Override
          public void afterProcess(String stepName, Object item, @Nullable Throwable failure) {
            told.add(Optional.ofNullable(failure));
          }
        };
    Iterator<RuntimeException> failures = List.of(again, last, skip).iterator();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>map(
                "fail",
                item -> {
                  if (failures.hasNext()) {
                    throw failures.next();
                  }
                  return item;
                })
            .retrying(1, Backoff.none())
            .onFailure(FailurePolicy.skip())
            .tracker(tracker)
            .build()) {
      pipeline.putIterable(List.of(1, 2, 3));
      pipeline.run();
    }
    assertThat(told)
        .containsExactly(
            Optional.of(again), Optional.of(last), Optional.of(skip), Optional.empty());
  }

  @Test
  void shouldAddWhatTheCallbackThrows() throws InterruptedException {
    IllegalStateException thrown = new IllegalStateException("callback");
    AtomicReference<Throwable> told = new AtomicReference<>();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("divide", item -> 1 / item)
            .workers(2)
            .whenFailed(
                failure -> {
                  told.set(failure);
                  throw thrown;
                })
            .build()) {
      pipeline.putIterable(List.of(1, 0));
      assertThatThrownBy(pipeline::run)
          .hasCauseInstanceOf(ArithmeticException.class)
          .satisfies(failure -> assertThat(failure.getSuppressed()).contains(thrown))
          .isSameAs(told.get());
    }
  }

  @Test
  void shouldFailWhenTheDeadLetterConsumerThrows() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map("divide", item -> 1 / item)
            .workers(2)
            .onFailure(
                FailurePolicy.<Integer>deadLetter(
                    failed -> {
                      throw new IllegalStateException("consumer");
                    }))
            .build()) {
      pipeline.putIterable(List.of(1, 0));
      assertThatThrownBy(pipeline::run)
          .hasMessageContaining("dead-letter consumer")
          .cause()
          .hasMessage("consumer");
      assertBalanced(pipeline);
    }
  }
}
