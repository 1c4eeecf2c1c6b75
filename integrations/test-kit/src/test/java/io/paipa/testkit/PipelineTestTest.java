package io.paipa.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Backoff;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.RateLimiter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test of a pipeline needs no sleep, whatever depends on time. */
@LeavesNoPipeline
@Timeout(60)
class PipelineTestTest {
  @Test
  void shouldGiveWhatComesOut() {
    PipelineTest.of(Pipeline.<Integer>named("test").map("twice", x -> 2 * x))
        .put(1, 2)
        .expect(List.of(2, 4))
        .put(3)
        .expect(List.of(6))
        .expectNothing();
  }

  @Test
  void shouldTakeMoreThanTheRingsHold() {
    List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();

    PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("one", x -> x)
                .capacity(2)
                .map("two", x -> x)
                .capacity(4))
        .putAll(numbers)
        .expect(numbers);
  }

  @Test
  void shouldSayWhichOutputsAreOthers() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("twice", x -> 2 * x)).put(1);

    assertThatThrownBy(() -> test.expect(List.of(3)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("outputs of pipeline 'test'")
        .hasMessageContaining("[2]")
        .hasMessageContaining("[3]");
  }

  @Test
  void shouldTryAgainWhenItsTimeHasCome() {
    AtomicInteger attempts = new AtomicInteger();
    PipelineTest<String, String> test =
        PipelineTest.of(
            Pipeline.<String>named("test")
                .map(
                    "send",
                    item -> {
                      if (attempts.incrementAndGet() < 3) {
                        throw new IOException("busy");
                      }
                      return item;
                    })
                .retrying(2, Backoff.fixed(ofSeconds(30))));

    test.put("item").advance(ofSeconds(59)).expectNothing();
    assertThat(attempts).hasValue(2);
    test.advance(ofSeconds(1)).expect(List.of("item"));
    assertThat(test.step("send").retried()).isEqualTo(2);
    assertThat(test.elapsed()).isEqualTo(ofSeconds(60));
  }

  @Test
  void shouldBeginAsOftenAsTheRateLets() {
    PipelineTest.of(
            Pipeline.<Integer>named("test")
                .map("call", x -> x)
                .rate(RateLimiter.of(1, ofSeconds(1), 1)))
        .put(1, 2, 3)
        .expect(List.of(1))
        .advance(ofSeconds(1))
        .expect(List.of(2))
        .advance(ofMillis(999))
        .expectNothing()
        .advance(ofMillis(1))
        .expect(List.of(3));
  }

  @Test
  void shouldEndAnAttemptThatTakesTooLong() {
    CountDownLatch never = new CountDownLatch(1);
    DeadLetters<String> letters = new DeadLetters<>();
    PipelineTest<String, Void> test =
        PipelineTest.of(
                Pipeline.<String>named("test")
                    .sink("slow", item -> never.await())
                    .itemTimeout(ofSeconds(5))
                    .onFailure(FailurePolicy.deadLetter(letters)))
            .mayWait("slow")
            .put("item");

    test.advance(ofSeconds(5).minusNanos(1));
    assertThat(letters.items()).isEmpty();
    test.advance(ofNanos(1));
    assertThat(letters.items()).containsExactly("item");
    assertThat(letters.letters().get(0).cause()).hasMessageContaining("5000 ms");
  }

  @Test
  void shouldWaitForWhatTheTestHasLetGoOn() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("test")
                    .map(
                        "slow",
                        x -> {
                          mayGoOn.await();
                          return x;
                        }))
            .mayWait("slow")
            .put(1)
            .expectNothing();

    mayGoOn.countDown();

    test.expect(List.of(1));
  }

  @Test
  void shouldLeaveAStageOpenThatTheTestCompletes() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    PipelineTest<Integer, String> test =
        PipelineTest.of(Pipeline.<Integer>named("test").mapAsync("fetch", 4, x -> answer))
            .mayWait("fetch")
            .put(1)
            .expectNothing();

    answer.complete("done");

    test.expect(List.of("done"));
  }

  @Test
  void shouldWaitForAStageThatOthersComplete() {
    PipelineTest.of(
            Pipeline.<Integer>named("test")
                .mapAsync("fetch", 4, x -> CompletableFuture.supplyAsync(() -> x + 1)))
        .put(1, 2, 3)
        .expectInAnyOrder(List.of(2, 3, 4));
  }

  @Test
  void shouldFailTheTestIfThePipelineFails() {
    PipelineTest<String, Integer> test =
        PipelineTest.of(Pipeline.<String>named("test").map("parse", Integer::valueOf))
            .put("1", "two", "3");

    assertThatThrownBy(test::outputs)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("pipeline 'test' has failed")
        .hasRootCauseInstanceOf(NumberFormatException.class);
  }

  @Test
  void shouldFailTheTestAtItsEndIfNobodyHasAsked() {
    PipelineTest<String, Void> test =
        PipelineTest.of(Pipeline.<String>named("test").sink("parse", Integer::valueOf)).put("one");

    test.awaitQuiet();

    assertThatThrownBy(test::close).hasMessageContaining("pipeline 'test' has failed");
  }

  @Test
  void shouldGiveTheFailureThatIsExpected() {
    PipelineTest.of(Pipeline.<String>named("test").map("parse", Integer::valueOf))
        .put("one")
        .expectFailure()
        .hasCauseInstanceOf(NumberFormatException.class)
        .satisfies(failure -> assertThat(failure.stepName()).contains("parse"));
  }

  @Test
  void shouldSayThatAnExpectedFailureDidNotCome() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x)).put(1);

    assertThatThrownBy(test::expectFailure).hasMessageContaining("was to fail, and has not");
  }

  @Test
  void shouldSayThatItTakesNoMoreUntilTheClockIsMoved() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
            Pipeline.<Integer>named("test")
                .sink("call", x -> {})
                .capacity(2)
                .rate(RateLimiter.of(1, ofSeconds(1), 1)));

    assertThatThrownBy(() -> test.putAll(IntStream.range(0, 100).boxed().toList()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("takes no item")
        .hasMessageContaining("Advance the clock");
  }

  @Test
  void shouldSayThatItIsPaused() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));
    test.pipeline().pause();

    assertThatThrownBy(() -> test.put(1)).hasMessageContaining("it is PAUSED");
    test.pipeline().resume();
    test.put(2).expect(List.of(2));
  }

  @Test
  void shouldEndWhenItIsFinished() {
    PipelineTest<Integer, List<Integer>> test =
        PipelineTest.of(Pipeline.<Integer>named("test").chunk("lists", 10)).put(1, 2).finish();

    test.expect(List.of(List.of(1, 2)));
    assertThat(test.pipeline().state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(test.report().steps().get(0).received()).isEqualTo(2);
  }

  @Test
  void shouldFinishAtTheRate() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                Pipeline.<Integer>named("test")
                    .map("call", x -> x)
                    .rate(RateLimiter.of(1, ofSeconds(1), 1)))
            .put(1, 2)
            .finish();

    assertThat(test.pipeline().state()).isEqualTo(PipelineState.FINISHING);
    test.advance(ofSeconds(1)).expect(List.of(1, 2));
    assertThat(test.pipeline().state()).isEqualTo(PipelineState.COMPLETED);
  }

  @Test
  void shouldPullSources() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));
    List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();

    test.pipeline().putIterable(numbers);

    test.expect(numbers);
  }

  @Test
  void shouldSettleWhatWasSubmitted() throws Exception {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));

    CompletableFuture<?> settled = test.pipeline().submit(1).toCompletableFuture();

    test.expect(List.of(1));
    assertThat(settled).isCompleted();
  }

  @Test
  void shouldNotKnowOtherSteps() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));

    assertThatThrownBy(() -> test.mayWait("other"))
        .hasMessage("pipeline 'test' has no step 'other'");
    assertThatThrownBy(() -> test.step("other")).hasMessage("pipeline 'test' has no step 'other'");
  }

  @Test
  void shouldRefuseToGoBack() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(Pipeline.<Integer>named("test").map("same", x -> x));

    assertThatThrownBy(() -> test.advance(ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("advance(PT-1S)");
  }
}
