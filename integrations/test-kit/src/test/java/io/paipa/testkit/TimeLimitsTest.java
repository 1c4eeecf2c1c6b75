package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import io.paipa.WorkerActivity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an attempt, or of a stage, that takes longer than it may. */
@LeavesNoPipeline
@Timeout(60)
class TimeLimitsTest {
  private static final Duration LIMIT = ofMillis(30);
  private static final Duration MOMENT = ofNanos(1);

  private final DeadLetters<Integer> letters = new DeadLetters<>();

  /** Limits are kept to within a quarter, and some milliseconds. */
  private static Duration late(Duration limit) {
    return limit.dividedBy(4).plusMillis(5);
  }

  @ParameterizedTest
  @CsvSource({"40000000,40", "500000,0.5", "1000001,1.000001", "60000000000,60000"})
  void shouldTakeAnAttemptForFailedThatDoesNotMindItsInterrupt(long nanos, String millis) {
    Duration limit = ofNanos(nanos);
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("limited")
                    .map(
                        "calm",
                        item -> {
                          awaitInterrupt();
                          return item;
                        })
                    .itemTimeout(limit)
                    .onFailure(FailurePolicy.deadLetter(letters)))
            .mayWait("calm")
            .put(7)
            .advance(limit.minus(MOMENT));
    assertThat(letters.items()).isEmpty();

    test.advance(MOMENT.plus(late(limit)));

    Ledger.assertFinishes(test);
    test.expectNothing();
    assertThat(letters.letters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.cause())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("the item took longer than " + millis + " ms")
                    .hasNoCause());
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // that is what it waits for
    }
  }

  @Test
  void shouldNotCountTheTimeThatAnAttemptWaitsForRoom() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("limited")
                    .map("quick", item -> item)
                    .itemTimeout(LIMIT)
                    .map("slow", item -> item)
                    .capacity(2)
                    .rate(RateLimiter.of(1, ofSeconds(1), 1)))
            .putAll(numbers(0, 10))
            .advance(ofSeconds(1));
    assertThat(test.step("quick").workerActivities()).containsExactly(WorkerActivity.BLOCKED);

    test.advance(ofSeconds(8)).expect(numbers(0, 10));

    Ledger.assertFinishes(test);
  }

  /** The limit is of the attempt: what an item waits for its key does not count. */
  @Test
  void shouldNotCountTheTimeThatAnItemWaitsForItsKey() {
    List<CountDownLatch> mayGoOn = List.of(new CountDownLatch(1), new CountDownLatch(1));
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("limited")
                    .map(
                        "slow",
                        item -> {
                          mayGoOn.get(item).await();
                          return item;
                        })
                    .workers(2)
                    .keyed(item -> "all")
                    .itemTimeout(ofSeconds(60)))
            .mayWait("slow")
            .put(0, 1)
            .advance(ofSeconds(50));
    assertThat(test.step("slow").waitingForKeys()).isEqualTo(1);

    mayGoOn.get(0).countDown();
    test.expect(List.of(0)).advance(ofSeconds(50));
    mayGoOn.get(1).countDown();

    test.expect(List.of(1));
    Ledger.assertFinishes(test);
  }

  /** A stage past its time limit gives its place back, and is ignored then. */
  @Test
  void shouldGiveAStageUpThatTakesTooLong() {
    CompletableFuture<Integer> late = new CompletableFuture<>();
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("limited")
                    .<Integer>mapAsync(
                        "slow",
                        1,
                        item ->
                            item == 0
                                ? late.minimalCompletionStage()
                                : CompletableFuture.completedFuture(item))
                    .itemTimeout(LIMIT)
                    .onFailure(FailurePolicy.deadLetter(letters)))
            .mayWait("slow")
            .put(0, 1, 2)
            .advance(LIMIT.minus(MOMENT))
            .expectNothing()
            .advance(MOMENT.plus(late(LIMIT)))
            .expect(List.of(1, 2));

    late.complete(0);

    Ledger.assertFinishes(test);
    test.expectNothing();
    assertThat(test.step("slow").lateCompletions()).isOne();
    assertThat(letters.letters())
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.cause())
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("the item took longer than 30 ms"));
  }

  @Test
  void shouldTellAStageThatItIsCancelled() {
    CompletableFuture<Integer> stage = new CompletableFuture<>();
    PipelineTest.of(
            Pipeline.<Integer>named("limited")
                .mapAsync("slow", 1, item -> stage)
                .itemTimeout(LIMIT))
        .mayWait("slow")
        .put(1)
        .advance(LIMIT.plus(late(LIMIT)))
        .expectFailure()
        .hasRootCauseInstanceOf(TimeoutException.class);

    assertThat(stage).isCancelled();
  }
}
