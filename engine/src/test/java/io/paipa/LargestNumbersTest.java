package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.internal.assembly.PipelinePlanner;
import io.paipa.internal.platform.TimeSource;
import io.paipa.internal.worker.StationSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The largest numbers and the longest times that are taken are no reason to fail. */
class LargestNumbersTest {
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  /** The next shorter one, as nanoseconds count: the longest of them means no limit. */
  private static final Duration LONG = Duration.ofNanos(Long.MAX_VALUE - 1);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("large");
  }

  /**
   * Numbers of a pipeline that maps integers to themselves.
   *
   * @param name what is large
   * @param options those of its step
   * @param rest sets what the pipeline has
   */
  private record Large(
      String name, StepOptions options, UnaryOperator<Builder<Integer, Integer>> rest) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Large option(String name, StepOptions options) {
    return new Large(name, options, builder -> builder);
  }

  private static Large setting(String name, UnaryOperator<Builder<Integer, Integer>> rest) {
    return new Large(name, options().workers(2), rest);
  }

  static Stream<Large> large() {
    StepOptions two = options().workers(2);
    Waiting waiting =
        Waiting.backoff(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofNanos(1_000), LONGEST);
    return Stream.of(
        option("capacity", two.capacity(1 << 24)),
        option("capacity, ordered", two.capacity(1 << 24).ordered()),
        option("claimAhead", two.claimAhead(Integer.MAX_VALUE)),
        option("waiting", two.waiting(waiting)),
        option("itemTimeout", two.itemTimeout(LONGEST)),
        option("long itemTimeout", two.itemTimeout(LONG)),
        option("stallAfter", two.stallAfter(LONGEST)),
        option("long stallAfter", two.stallAfter(LONG)),
        setting("reporter", builder -> builder.reporter(report -> {}, LONGEST)),
        setting("long reporter", builder -> builder.reporter(report -> {}, LONG)),
        setting(
            "terminationTimeout",
            builder -> builder.reporter(report -> {}, LONGEST).terminationTimeout(LONGEST)),
        setting(
            "long terminationTimeout",
            builder -> builder.reporter(report -> {}, LONGEST).terminationTimeout(LONG)),
        setting("chunk", builder -> flat(builder.chunk("chunk", Integer.MAX_VALUE))),
        setting(
            "chunk timeout", builder -> flat(builder.chunk("chunk", Integer.MAX_VALUE, LONGEST))),
        setting(
            "long chunk timeout", builder -> flat(builder.chunk("chunk", Integer.MAX_VALUE, LONG))),
        setting(
            "retries",
            builder -> {
              Set<Integer> failed = ConcurrentHashMap.newKeySet();
              return builder
                  .map(
                      "flaky",
                      item -> {
                        if (failed.add(item)) {
                          throw new IllegalStateException("once");
                        }
                        return item;
                      })
                  .with(two)
                  .retrying(Integer.MAX_VALUE, Backoff.exponential(Duration.ofNanos(1), LONGEST));
            }));
  }

  private static Builder<Integer, Integer> flat(Builder<Integer, List<Integer>> chunks) {
    return chunks.flatMapIterable("flat", chunk -> chunk);
  }

  @ParameterizedTest
  @MethodSource("large")
  void shouldBeTakenAtTheirWord(Large large) throws InterruptedException {
    Builder<Integer, Integer> builder =
        Pipeline.<Integer>named("large").map("same", item -> item).with(large.options);
    try (Pipeline<Integer, Integer> pipeline = large.rest.apply(builder).build()) {
      pipeline.putIterable(IntStream.range(0, 1_000).boxed().toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(1_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldBeTakenAtTheirWordByCallsThatWait() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("large").map("same", i -> i).capacity(2).build()) {
      pipeline.start();
      for (int i = 0; i < 100; i++) {
        assertThat(pipeline.offer(i, LONGEST)).isTrue();
        assertThat(pipeline.inputQueue().offer(i, Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
      }
      assertThat(pipeline.awaitTermination(LONGEST.negated())).isFalse();
      assertThat(pipeline.drain(LONGEST).state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.awaitTermination(LONGEST)).isTrue();
      assertThat(pipeline.count()).isEqualTo(200);
    }
  }

  /** What they take ahead comes to no more than a claim for each. */
  @Test
  void shouldGoTogether() {
    StepOptions most = options().workers(65_536).capacity(1 << 17).claimAhead(Integer.MAX_VALUE);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("large").map("same", item -> item).with(most).build()) {
      assertThat(pipeline.report().steps().get(0).workers()).isEqualTo(65_536);
    }
  }

  /** The attempt after the last retry has the next number: it is not to be a negative one. */
  @Test
  void shouldLeaveANumberForTheLastAttempt() {
    assertThat(
            settings(options().workers(1).retrying(Integer.MAX_VALUE, Backoff.none()))
                .retrying()
                .max())
        .isEqualTo(Integer.MAX_VALUE - 1);
  }

  private static StationSettings settings(StepOptions options) {
    PipelineDefinition<?, ?> pipeline =
        Pipeline.<Integer>named("large").map("step", item -> item).with(options).definition();
    return new PipelinePlanner(pipeline).plan(TimeSource.SYSTEM).steps().get(0).settings();
  }
}
