package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What became of the items, to the last one. */
class LedgerTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("ledger");
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldCountWhatBecameOfEachItem() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("ledger")
            .filter("even", item -> item % 2 == 0)
            .workers(3)
            .<Integer>map(
                "some fail",
                item -> {
                  attempts.incrementAndGet();
                  if (item % 100 == 0) {
                    throw new IllegalStateException("always");
                  }
                  return item;
                })
            .workers(4)
            .retrying(2, Backoff.none())
            .onFailure(FailurePolicy.<Integer>deadLetter(failed -> {}))
            .flatMapIterable("thrice", item -> List.of(item, item, item))
            .workers(2)
            .sink("sink", item -> {})
            .build()) {
      pipeline.putIterable(numbers(1_000));
      pipeline.run();
      Report report = assertNothingAbandoned(pipeline);
      assertThat(report.accepted()).isEqualTo(1_000);
      assertThat(pipeline.count()).isEqualTo(3 * 490);
      StepReport even = report.steps().get(0);
      assertThat(even.done()).isEqualTo(500);
      assertThat(even.skipped()).isEqualTo(500);
      assertThat(even.emitted()).isEqualTo(500);
      StepReport fail = report.steps().get(1);
      assertThat(fail.done()).isEqualTo(490);
      assertThat(fail.deadLettered()).isEqualTo(10);
      assertThat(fail.retried()).isEqualTo(20);
      assertThat(attempts).hasValue(520);
      assertThat(report.steps().get(2).emitted()).isEqualTo(3 * 490);
      assertThat(report.steps().get(3).done()).isEqualTo(3 * 490);
    }
  }

  @Test
  void shouldCountTheFailedItemAndWhatWasLeft() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("ledger")
            .map("a", item -> item)
            .workers(2)
            .capacity(16)
            .map("b", item -> 100 / (100 - Math.min(item, 100)))
            .capacity(16)
            .build()) {
      pipeline.putAll(numbers(1_000));
      pipeline.finish();
      assertThatThrownBy(pipeline::run).isInstanceOf(PipelineException.class);
      Report report = assertBalanced(pipeline);
      assertThat(report.accepted()).isEqualTo(1_000);
      assertThat(report.steps().get(1).failed()).isEqualTo(1);
      assertThat(report.abandonedBeforeFirstStep()).isPositive();
    }
  }

  /** Without a step that ever ends an item, everything that was accepted is somewhere. */
  @Test
  void shouldCountEveryPlaceWhereItemsAreLeft() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger failing = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("ledger")
            .<Integer>map(
                "retries",
                item -> {
                  if (failing.incrementAndGet() <= 4) {
                    throw new IllegalStateException("later");
                  }
                  return item;
                })
            .workers(2)
            .capacity(8)
            .retrying(1, Backoff.fixed(Duration.ofHours(1)))
            .chunk("chunk", 3)
            .sink("stuck", item -> assertThat(never.await(60, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .build()) {
      pipeline.putIterable(numbers(100));
      pipeline.start();
      Threads.await(
          () -> {
            StepReport stuck = pipeline.report().steps().get(2);
            return stuck.inHand() == 1 && stuck.queued() == 2;
          });
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      Report report = assertBalanced(pipeline);
      assertThat(report.steps().get(0).abandoned()).isGreaterThanOrEqualTo(4);
      assertThat(report.steps().get(2).abandoned()).isEqualTo(3);
    }
  }

  @Test
  void shouldBalanceWhileItRuns() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch inHand = new CountDownLatch(3);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("ledger")
            .sink(
                "stuck",
                item -> {
                  if (item >= 10) {
                    inHand.countDown();
                    assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
                  }
                })
            .workers(3)
            .capacity(8)
            .build()) {
      pipeline.start();
      pipeline.putAll(numbers(18));
      assertThat(inHand.await(20, TimeUnit.SECONDS)).isTrue();
      Threads.await(() -> pipeline.report().steps().get(0).done() == 10);
      StepReport step = pipeline.report().steps().get(0);
      assertThat(step.received()).isEqualTo(18);
      assertThat(step.inHand()).isEqualTo(3);
      assertThat(step.queued()).isEqualTo(5);
      release.countDown();
      pipeline.stop();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldNeverShowMoreThanCameInWhileItRuns() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("ledger")
            .map("a", item -> item)
            .workers(3)
            .capacity(16)
            .map("b", item -> item)
            .workers(2)
            .retrying(1, Backoff.none())
            .build()) {
      pipeline.putIterator(IntStream.range(0, 100_000).iterator());
      pipeline.start();
      while (pipeline.isAlive()) {
        for (StepReport step : pipeline.report().steps()) {
          long finished = step.done() + step.skipped() + step.failed() + step.abandoned();
          assertThat(step.received()).isEqualTo(finished + step.queued() + step.inHand());
          assertThat(step.queued()).isNotNegative();
          assertThat(step.inHand()).isNotNegative();
        }
      }
      assertThat(pipeline.count()).isEqualTo(100_000);
      assertNothingAbandoned(pipeline);
    }
  }

  /** It has retries left, but the end comes first: nobody knows whether it would be skipped. */
  @Test
  void shouldAbandonWhatTheEndKeepsFromBeingRetried() throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("ledger")
            .<Integer>map(
                "retry",
                item -> {
                  if (item == 2) {
                    inHand.await();
                    throw new StackOverflowError("ends it");
                  }
                  inHand.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    // by the end
                  }
                  throw new IllegalStateException("to be retried");
                })
            .workers(2)
            .retrying(3, Backoff.none())
            .onFailure(FailurePolicy.skip())
            .build()) {
      pipeline.put(1);
      pipeline.put(2);
      pipeline.finish();
      assertThatThrownBy(pipeline::run).hasMessageContaining("ends it");
      StepReport step = pipeline.report().steps().get(0);
      assertThat(step.abandoned()).isEqualTo(1);
      assertThat(step.skipped()).isZero();
      assertThat(step.failed()).isEqualTo(1);
    }
  }

  /** An error fails the pipeline even after an abort, and then its item has failed. */
  @Test
  void shouldCountTheItemOfAnErrorAfterAnAbort() throws InterruptedException {
    AtomicReference<Runnable> abort = new AtomicReference<>(() -> {});
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("ledger")
            .<Integer>map("error", item -> abortAndThrow(abort.get()))
            .build()) {
      abort.set(pipeline::abort);
      assertOneFailed(pipeline);
    }
  }

  @Test
  void shouldCountTheItemOfAnIteratorsErrorAfterAnAbort() throws InterruptedException {
    AtomicReference<Runnable> abort = new AtomicReference<>(() -> {});
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("ledger")
            .<Integer>iterate(
                "error",
                items ->
                    Stream.generate(items::next).map(item -> abortAndThrow(abort.get())).iterator())
            .build()) {
      abort.set(pipeline::abort);
      assertOneFailed(pipeline);
    }
  }

  private static int abortAndThrow(Runnable abort) {
    abort.run();
    throw new StackOverflowError("after the abort");
  }

  private static void assertOneFailed(Pipeline<Integer, Integer> pipeline)
      throws InterruptedException {
    pipeline.put(1);
    pipeline.finish();
    assertThatThrownBy(pipeline::run).hasMessageContaining("after the abort");
    StepReport step = assertBalanced(pipeline).steps().get(0);
    assertThat(step.failed()).isEqualTo(1);
    assertThat(step.abandoned()).isZero();
  }
}
