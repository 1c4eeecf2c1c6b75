package io.paipa;

import static io.paipa.FailurePolicy.deadLetter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.paipa.RecentFailure.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a step's last failures were, for people who look at it. */
@Timeout(60)
class RecentFailuresTest {
  private final HandClock clock = new HandClock();

  private static void failAll(Integer item) {
    throw new IllegalStateException("no " + item);
  }

  private static List<RecentFailure> of(Report report) {
    return report.steps().get(0).recentFailures();
  }

  private List<RecentFailure> run(Builder<Integer, Void> builder, int items) throws Exception {
    Pipeline<Integer, Void> pipeline = clock.build(builder);
    pipeline.putIterable(IntStream.range(0, items).boxed().toList());
    return of(pipeline.run());
  }

  @Test
  void shouldBeNoneWhereNothingFails() throws Exception {
    assertThat(run(Pipeline.<Integer>named("well").sink("work", item -> {}), 10)).isEmpty();
  }

  @Test
  void shouldSayWhatBecameOfTheItem() throws Exception {
    Builder<Integer, Void> skips =
        Pipeline.<Integer>named("skips")
            .sink("work", RecentFailuresTest::failAll)
            .onFailure(FailurePolicy.skip());
    Builder<Integer, Void> retries =
        Pipeline.<Integer>named("retries")
            .sink("work", RecentFailuresTest::failAll)
            .retrying(1, Backoff.none())
            .onFailure(deadLetter(failed -> {}));
    String reason = "java.lang.IllegalStateException: no 0";

    assertThat(run(skips, 1))
        .containsExactly(new RecentFailure(Duration.ZERO, Outcome.SKIPPED, 1, reason));
    assertThat(run(retries, 1))
        .containsExactlyInAnyOrder(
            new RecentFailure(Duration.ZERO, Outcome.RETRIED, 1, reason),
            new RecentFailure(Duration.ZERO, Outcome.DEAD_LETTERED, 2, reason));
  }

  @Test
  void shouldHaveTheFailureOfThePipeline() {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("fails").sink("work", RecentFailuresTest::failAll).build();

    assertThatThrownBy(() -> pipeline.during(running -> running.put(7)))
        .isInstanceOf(PipelineException.class);
    assertThat(of(pipeline.report()))
        .extracting(RecentFailure::outcome, RecentFailure::reason)
        .containsExactly(tuple(Outcome.FAILED, "java.lang.IllegalStateException"));
  }

  /** The clock stands still, so that all of them come in one moment. */
  @Test
  void shouldKeepAFewOfEachOutcome() throws Exception {
    List<RecentFailure> all =
        run(
            Pipeline.<Integer>named("many")
                .sink("work", RecentFailuresTest::failAll)
                .retrying(3, Backoff.none())
                .onFailure(deadLetter(failed -> {})),
            1_000);

    assertThat(all).filteredOn(failure -> failure.outcome() == Outcome.RETRIED).hasSize(4);
    assertThat(all).filteredOn(failure -> failure.outcome() == Outcome.DEAD_LETTERED).hasSize(4);
  }

  @Test
  void shouldKeepTheLatestWithTheirTimes() throws Exception {
    Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("slowly")
                .sink(
                    "work",
                    item -> {
                      clock.advance(Duration.ofSeconds(1));
                      failAll(item);
                    })
                .onFailure(FailurePolicy.skip()));
    pipeline.putIterable(List.of(1, 2, 3, 4, 5, 6));

    assertThat(of(pipeline.run()))
        .extracting(RecentFailure::elapsed, RecentFailure::reason)
        .containsExactly(
            tuple(Duration.ofSeconds(3), "java.lang.IllegalStateException: no 3"),
            tuple(Duration.ofSeconds(4), "java.lang.IllegalStateException: no 4"),
            tuple(Duration.ofSeconds(5), "java.lang.IllegalStateException: no 5"),
            tuple(Duration.ofSeconds(6), "java.lang.IllegalStateException: no 6"));
  }

  @Test
  void shouldBearAnExceptionWithoutWords() throws Exception {
    List<RecentFailure> all =
        run(
            Pipeline.<Integer>named("rude")
                .sink(
                    "work",
                    (Integer item) -> {
                      throw new RuntimeException() {
                        private static final long serialVersionUID = 1;

                        @Override
                        public String getMessage() {
                          throw new IllegalStateException("no words");
                        }
                      };
                    })
                .onFailure(FailurePolicy.skip()),
            1);

    assertThat(all).hasSize(1);
    assertThat(all.get(0).reason()).contains("its toString throws");
  }
}
