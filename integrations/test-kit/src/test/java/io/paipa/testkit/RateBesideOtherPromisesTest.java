package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.Emitter;
import io.paipa.Health;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.RateLimiter;
import io.paipa.Step;
import io.paipa.StepBuilder;
import io.paipa.StepContext;
import io.paipa.WorkerTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rate does to the endings, the time limits and the health of a pipeline. */
@LeavesNoPipeline
@Timeout(60)
class RateBesideOtherPromisesTest {
  private static final Duration SECOND = ofSeconds(1);

  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  private static RateLimiter oneIn(Duration period) {
    return RateLimiter.of(1, period, 1);
  }

  private static StepBuilder<Integer, Integer, Integer> calling() {
    return Pipeline.<Integer>named("rated").map("call", item -> item);
  }

  @Test
  void shouldKeepTheRateAtADrain() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(calling().workers(2).rate(oneIn(SECOND)))
            .putAll(numbers(0, 10))
            .drain()
            .expect(List.of(0));

    for (int item = 1; item < 10; item++) {
      assertThat(test.pipeline().isAlive()).isTrue();
      test.advance(ofMillis(999)).expectNothing().advance(ofMillis(1)).expect(List.of(item));
    }
    Ledger.assertFinishes(test);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldEndTheWaitAtAnAbort(int workers) {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(calling().workers(workers).rate(oneIn(Duration.ofDays(1))))
            .putAll(numbers(0, 50))
            .expect(List.of(0))
            .abort()
            .expectNothing();

    assertThat(test.pipeline().state()).isEqualTo(PipelineState.ABORTED);
    assertThat(Ledger.assertBalanced(test).steps().get(0).abandoned()).isEqualTo(49);
  }

  @Test
  void shouldBeNoStallAndTakeNothingOfAnItemsTime() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(calling().stallAfter(SECOND).itemTimeout(SECOND).rate(oneIn(ofMinutes(1))))
            .put(0, 1, 2)
            .expect(List.of(0));

    for (int minute = 1; minute < 3; minute++) {
      assertThat(test.pipeline().dump())
          .contains("1 worker held by the rate", "waits for the rate");
      test.advance(ofSeconds(59)).expectNothing();
      assertThat(test.pipeline().health().status()).isEqualTo(Health.Status.UP);
      test.advance(SECOND).expect(List.of(minute));
    }
    WorkerTime time = Ledger.assertFinishes(test).steps().get(0).workerTime();
    assertThat(time.held()).isEqualTo(ofMinutes(2));
    assertThat(time.lifetime()).isEqualTo(ofMinutes(2));
  }

  /** A step that puts an item back until another has come must not use up all permits. */
  @Test
  void shouldLetNewItemsTakeTurnsWithThoseThatWerePutBack() {
    PipelineTest.of(
            Pipeline.<Integer>named("rated")
                .step("see", () -> new Waiting(seen))
                .rate(oneIn(SECOND)))
        .put(0, 1, 2, 3)
        .advance(ofSeconds(7)); // 0, 0, 1, 0, 2, 0, 3, 0

    assertThat(seen).containsExactly(1, 2, 3, 0);
  }

  private static final class Waiting implements Step<Integer, Void> {
    private final List<Object> seen;
    private @Nullable StepContext<Integer> context;

    Waiting(List<Object> seen) {
      this.seen = seen;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Void> out) {
      if (item == 0 && seen.size() < 3 && context != null) {
        context.reenqueue(item);
      } else {
        seen.add(item);
      }
    }
  }

  @Test
  void shouldLimitHowOftenStagesAreBegun() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                Pipeline.<Integer>named("rated")
                    .sinkAsync(
                        "call",
                        4,
                        item -> {
                          seen.add(item);
                          return Collections.frequency(seen, item) < 2
                              ? CompletableFuture.failedFuture(new IllegalStateException("again"))
                              : CompletableFuture.completedFuture(item);
                        })
                    .workers(2)
                    .retrying(1, Backoff.none())
                    .rate(oneIn(SECOND)))
            .put(0, 1, 2);
    List<Integer> expected = List.of(0, 0, 1, 1, 2, 2);

    for (int second = 0; second < expected.size(); second++) {
      test.awaitQuiet();
      assertThat(seen).isEqualTo(expected.subList(0, second + 1));
      test.advance(SECOND);
    }
    Ledger.assertFinishes(test);
    assertThat(seen).isEqualTo(expected);
  }
}
