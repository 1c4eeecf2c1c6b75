package io.paipa.testkit;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.StepReport;
import io.paipa.TimeDistribution;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long attempts take, and items wait. */
@LeavesNoPipeline
@Timeout(60)
class MeasuredTimesTest {
  private static final Duration SECOND = ofSeconds(1);

  private final Semaphore mayGoOn = new Semaphore(0);

  private Integer slowly(Integer item) throws InterruptedException {
    mayGoOn.acquire();
    return item;
  }

  private PipelineTest<Integer, Integer> slow() {
    return of(Pipeline.<Integer>named("measured").map("work", this::slowly));
  }

  private static PipelineTest<Integer, Integer> of(Builder<Integer, Integer> builder) {
    return PipelineTest.of(builder).mayWait("work");
  }

  /** An item that takes some time. */
  private PipelineTest<Integer, Integer> take(
      PipelineTest<Integer, Integer> test, int item, Duration time) {
    test.put(item).advance(time);
    mayGoOn.release();
    return test.expect(List.of(item));
  }

  private static TimeDistribution serviceTime(PipelineTest<?, ?> test) {
    return test.step("work").serviceTime().orElseThrow();
  }

  private static void assertIsASecond(TimeDistribution times) {
    assertThat(times.count()).isEqualTo(1);
    assertThat(times.mean()).isEqualTo(SECOND);
    assertThat(times.max()).isEqualTo(SECOND);
    assertThat(times.percentile(50).toMillis()).isBetween(940L, 1_000L);
    assertThat(times.percentile(100).toMillis()).isBetween(940L, 1_000L);
  }

  @Test
  void shouldBeEmptyBeforeTheFirstItem() {
    StepReport step = slow().step("work");

    assertThat(step.serviceTime()).isEmpty();
    assertThat(step.queueTime()).isEmpty();
    assertThat(step.queueCapacity()).isEqualTo(1_024);
  }

  @Test
  void shouldTellHowLongAnAttemptTakes() {
    assertIsASecond(serviceTime(take(slow(), 1, SECOND)));
  }

  @Test
  void shouldTellHowLongAnAttemptTakesThatIsObserved() {
    PipelineTest<Integer, Integer> test =
        of(Pipeline.<Integer>named("observed").map("work", this::slowly).itemTimeout(ofHours(1)));

    assertIsASecond(serviceTime(take(test, 1, SECOND)));
  }

  @Test
  void shouldTellHowLongAnIteratorStepTakesForAnItem() {
    PipelineTest<Integer, Integer> test =
        of(
            Pipeline.<Integer>named("iterating")
                .iterateStream(
                    "work", items -> items.peek(item -> mayGoOn.acquireUninterruptibly())));

    assertIsASecond(serviceTime(take(test, 1, SECOND)));
  }

  @Test
  void shouldTellHowLongAStageTakes() {
    CompletableFuture<Integer> stage = new CompletableFuture<>();
    PipelineTest<Integer, Integer> test =
        of(Pipeline.<Integer>named("async").mapAsync("work", 1, item -> stage))
            .put(1)
            .advance(SECOND);

    stage.complete(1);

    test.expect(List.of(1));
    assertIsASecond(serviceTime(test));
  }

  @Test
  void shouldTellHowLongAnItemWaits() {
    PipelineTest<Integer, Integer> test = slow().put(1).awaitQuiet().put(2).advance(SECOND);
    mayGoOn.release(2);

    test.expect(List.of(1, 2));

    TimeDistribution times = test.step("work").queueTime().orElseThrow();
    assertThat(times.count()).isEqualTo(2);
    assertThat(times.percentile(50)).isZero();
    assertThat(times.max()).isEqualTo(SECOND);
  }

  @Test
  void shouldRefuseAPercentageThatIsNone() {
    TimeDistribution times = serviceTime(take(slow(), 1, SECOND));

    for (double percent : new double[] {0, -1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> times.percentile(percent))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(percent + " is no percentage; give one above 0, up to 100");
    }
  }

  @Test
  void shouldTellWhatItWasLikeAfterAnEarlierReport() {
    PipelineTest<Integer, Integer> test = slow();
    TimeDistribution first = serviceTime(take(test, 1, SECOND));
    TimeDistribution second = serviceTime(take(test, 2, ofSeconds(60)));
    TimeDistribution between = second.since(first).orElseThrow();

    assertThat(second.percentile(50)).isLessThan(ofSeconds(2));
    assertThat(between.count()).isEqualTo(1);
    assertThat(between.total()).isEqualTo(ofSeconds(60));
    assertThat(between.percentile(50).toSeconds()).isBetween(56L, 60L);
    assertThat(between.max().toSeconds()).isBetween(56L, 60L);
    assertThat(second.since(second)).isEmpty();
  }
}
