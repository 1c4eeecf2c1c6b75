package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long attempts take, and items wait, by a clock that stands still unless it is moved. */
@Timeout(60)
class MeasuredTimesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private Integer takeASecond(Integer item) throws InterruptedException {
    begun.countDown();
    assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
    return item;
  }

  /** One item, during which the clock moves on by a second. */
  private StepReport reportOf(Builder<Integer, ?> builder) throws InterruptedException {
    try (Pipeline<Integer, ?> pipeline = clock.build(builder)) {
      pipeline.start();
      pipeline.put(1);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      clock.advance(SECOND);
      goOn.countDown();
      return pipeline.stop().steps().get(0);
    }
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
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("new").sink("work", item -> {}).build()) {
      StepReport step = pipeline.report().steps().get(0);

      assertThat(step.serviceTime()).isEmpty();
      assertThat(step.queueTime()).isEmpty();
      assertThat(step.queueCapacity()).isEqualTo(1_024);
    }
  }

  @Test
  void shouldTellHowLongAnAttemptTakes() throws InterruptedException {
    assertIsASecond(
        reportOf(Pipeline.<Integer>named("plain").map("work", this::takeASecond))
            .serviceTime()
            .orElseThrow());
  }

  @Test
  void shouldTellHowLongAnAttemptTakesThatIsObserved() throws InterruptedException {
    assertIsASecond(
        reportOf(
                Pipeline.<Integer>named("observed")
                    .map("work", this::takeASecond)
                    .itemTimeout(Duration.ofHours(1)))
            .serviceTime()
            .orElseThrow());
  }

  @Test
  void shouldTellHowLongAnIteratorStepTakesForAnItem() throws InterruptedException {
    Function<Integer, Integer> function =
        item -> {
          try {
            return takeASecond(item);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    assertIsASecond(
        reportOf(
                Pipeline.<Integer>named("iterating")
                    .iterateStream("work", items -> items.map(function)))
            .serviceTime()
            .orElseThrow());
  }

  @Test
  void shouldTellHowLongAStageTakes() throws InterruptedException {
    CompletableFuture<Integer> stage = new CompletableFuture<>();
    try (Pipeline<Integer, Integer> pipeline =
        clock.build(
            Pipeline.<Integer>named("async")
                .mapAsync(
                    "work",
                    1,
                    item -> {
                      begun.countDown();
                      return stage;
                    }))) {
      pipeline.start();
      pipeline.put(1);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      Threads.await(() -> pipeline.dump().contains("1 worker waiting"));
      clock.advance(SECOND);
      stage.complete(1);

      assertIsASecond(pipeline.stop().steps().get(0).serviceTime().orElseThrow());
    }
  }

  @Test
  void shouldTellHowLongAnItemWaits() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        clock.build(Pipeline.<Integer>named("queue").map("work", this::takeASecond))) {
      pipeline.start();
      pipeline.put(1);
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.put(2);
      clock.advance(SECOND);
      goOn.countDown();
      TimeDistribution times = pipeline.stop().steps().get(0).queueTime().orElseThrow();

      assertThat(times.count()).isEqualTo(2);
      assertThat(times.percentile(50)).isZero();
      assertThat(times.max()).isEqualTo(SECOND);
    }
  }

  @Test
  void shouldRefuseAPercentageThatIsNone() throws InterruptedException {
    TimeDistribution times =
        reportOf(Pipeline.<Integer>named("plain").map("work", this::takeASecond))
            .serviceTime()
            .orElseThrow();

    for (double percent : new double[] {0, -1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> times.percentile(percent))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(percent + " is no percentage; give one above 0, up to 100");
    }
  }

  @Test
  void shouldTellWhatItWasLikeAfterAnEarlierReport() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("twice")
                .sink("work", seconds -> clock.advance(Duration.ofSeconds(seconds))))) {
      pipeline.start();
      TimeDistribution first = afterItem(pipeline, 1);
      TimeDistribution second = afterItem(pipeline, 60);
      TimeDistribution between = second.since(first).orElseThrow();

      assertThat(second.percentile(50)).isLessThan(Duration.ofSeconds(2));
      assertThat(between.count()).isEqualTo(1);
      assertThat(between.total()).isEqualTo(Duration.ofSeconds(60));
      assertThat(between.percentile(50).toSeconds()).isBetween(56L, 60L);
      assertThat(between.max().toSeconds()).isBetween(56L, 60L);
      assertThat(second.since(second)).isEmpty();
      pipeline.stop();
    }
  }

  private static TimeDistribution afterItem(Pipeline<Integer, Void> pipeline, int seconds)
      throws InterruptedException {
    long before = pipeline.report().steps().get(0).done();
    pipeline.put(seconds);
    Threads.await(() -> pipeline.report().steps().get(0).done() > before);
    return pipeline.report().steps().get(0).serviceTime().orElseThrow();
  }
}
