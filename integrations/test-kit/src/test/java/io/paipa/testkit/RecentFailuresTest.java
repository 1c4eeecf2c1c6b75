package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.paipa.Backoff;
import io.paipa.CheckedConsumer;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.RecentFailure;
import io.paipa.RecentFailure.Outcome;
import io.paipa.StepBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a step's last failures were, for people who look at it. */
@LeavesNoPipeline
@Timeout(60)
class RecentFailuresTest {
  private static final String REASON = "java.lang.IllegalStateException: no ";

  private static StepBuilder<Integer, Integer, Void> working(CheckedConsumer<Integer> work) {
    return Pipeline.<Integer>named("recent").sink("work", work);
  }

  private static StepBuilder<Integer, Integer, Void> failing() {
    return working(
        item -> {
          throw new IllegalStateException("no " + item);
        });
  }

  private static List<RecentFailure> of(PipelineTest<?, ?> test) {
    return test.step("work").recentFailures();
  }

  @Test
  void shouldBeNoneWhereNothingFails() {
    assertThat(of(PipelineTest.of(working(item -> {})).putAll(numbers(0, 10)))).isEmpty();
  }

  @Test
  void shouldSayThatAnItemWasSkipped() {
    assertThat(of(PipelineTest.of(failing().onFailure(FailurePolicy.skip())).put(0)))
        .containsExactly(new RecentFailure(Duration.ZERO, Outcome.SKIPPED, 1, REASON + 0));
  }

  @Test
  void shouldSayThatAnItemWasRetriedAndGivenUp() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                failing()
                    .retrying(1, Backoff.fixed(ofSeconds(2)))
                    .onFailure(FailurePolicy.deadLetter(new DeadLetters<>())))
            .advance(ofSeconds(1))
            .put(0)
            .advance(ofSeconds(5));

    assertThat(of(test))
        .containsExactlyInAnyOrder(
            new RecentFailure(ofSeconds(1), Outcome.RETRIED, 1, REASON + 0),
            new RecentFailure(ofSeconds(3), Outcome.DEAD_LETTERED, 2, REASON + 0));
  }

  @Test
  void shouldHaveTheFailureOfThePipeline() {
    PipelineTest<Integer, Void> test = PipelineTest.of(failing()).put(7);

    test.expectFailure();

    assertThat(of(test))
        .extracting(RecentFailure::outcome, RecentFailure::reason)
        .containsExactly(tuple(Outcome.FAILED, "java.lang.IllegalStateException"));
  }

  /** The clock stands still, so that all of them come in one moment. */
  @Test
  void shouldKeepAFewOfEachOutcome() {
    List<RecentFailure> all =
        of(
            PipelineTest.of(
                    failing()
                        .retrying(3, Backoff.none())
                        .onFailure(FailurePolicy.deadLetter(new DeadLetters<>())))
                .putAll(numbers(0, 1_000)));

    assertThat(all).filteredOn(failure -> failure.outcome() == Outcome.RETRIED).hasSize(4);
    assertThat(all).filteredOn(failure -> failure.outcome() == Outcome.DEAD_LETTERED).hasSize(4);
  }

  @Test
  void shouldKeepTheLatestWithTheirTimes() {
    PipelineTest<Integer, Void> test = PipelineTest.of(failing().onFailure(FailurePolicy.skip()));

    for (int item = 1; item <= 6; item++) {
      test.advance(ofSeconds(1)).put(item).awaitQuiet();
    }

    assertThat(of(test))
        .extracting(RecentFailure::elapsed, RecentFailure::reason)
        .containsExactly(
            tuple(ofSeconds(3), REASON + 3),
            tuple(ofSeconds(4), REASON + 4),
            tuple(ofSeconds(5), REASON + 5),
            tuple(ofSeconds(6), REASON + 6));
  }

  private static final class Rude extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  @Test
  void shouldBearAnExceptionWithoutWords() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                working(
                        item -> {
                          throw new Rude();
                        })
                    .onFailure(FailurePolicy.skip()))
            .put(1);

    assertThat(of(test))
        .singleElement()
        .satisfies(failure -> assertThat(failure.reason()).contains("its toString throws"));
  }
}
