package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import io.paipa.Step;
import io.paipa.StepBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A step's attempts begin no more often than its rate says, and no later; what waits for that, and
 * what does not.
 */
@LeavesNoPipeline
@Timeout(60)
class RatesTest {
  private static final Duration SECOND = ofSeconds(1);
  private static final Duration MOMENT = ofMillis(1);

  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  private static RateLimiter aSecond(long permits, long burst) {
    return RateLimiter.of(permits, SECOND, burst);
  }

  private static StepBuilder<Integer, Integer, Integer> calling() {
    return Pipeline.<Integer>named("rated").map("call", item -> item);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16})
  void shouldBeginTheBurstAtOnceAndThenKeepToTheRate(int workers) {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(calling().workers(workers).rate(aSecond(2, 5)))
            .putAll(numbers(0, 12))
            .expectInAnyOrder(numbers(0, 5))
            .advance(ofMillis(499))
            .expectNothing()
            .advance(MOMENT)
            .expect(List.of(5))
            .advance(ofSeconds(2))
            .expectInAnyOrder(numbers(6, 10))
            .advance(SECOND)
            .expectInAnyOrder(numbers(10, 12));

    Ledger.assertFinishes(test);
    test.expectNothing();
  }

  @Test
  void shouldGatherNoMorePermitsThanTheBurst() {
    PipelineTest.of(calling().rate(aSecond(2, 5)))
        .advance(ofHours(1))
        .putAll(numbers(0, 12))
        .expect(numbers(0, 5))
        .advance(ofHours(1))
        .expect(numbers(5, 12))
        .putAll(numbers(12, 20))
        .expect(numbers(12, 17));
  }

  @Test
  void shouldCountRetriesAndLetThemGoBeforeNewItems() {
    List<Integer> tried = Collections.synchronizedList(new ArrayList<>());
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                Pipeline.<Integer>named("rated")
                    .sink(
                        "call",
                        item -> {
                          tried.add(item);
                          if (item == 0 && Collections.frequency(tried, 0) < 3) {
                            throw new IllegalStateException("again");
                          }
                        })
                    .retrying(2, Backoff.fixed(ofMillis(900)))
                    .rate(aSecond(1, 1)))
            .put(0, 1, 2);
    List<Integer> expected = List.of(0, 0, 0, 1, 2);

    for (int second = 0; second < expected.size(); second++) {
      test.awaitQuiet();
      assertThat(tried).isEqualTo(expected.subList(0, second + 1));
      test.advance(SECOND);
    }
    Ledger.assertFinishes(test);
    assertThat(tried).isEqualTo(expected);
  }

  @Test
  void shouldTakeAChangeAtOnce() {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofDays(365), 1);
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(calling().workers(3).rate(limiter))
            .putAll(numbers(0, 50))
            .expect(List.of(0));

    limiter.change(1_000, SECOND, 10);

    test.expectNothing().advance(MOMENT).expect(List.of(1));
    test.advance(ofMillis(48)).expectInAnyOrder(numbers(2, 50));
  }

  /** Its own permit is taken by the item that waits before the event; the event takes none. */
  @Test
  void shouldLetFencesPassWithoutAPermitBehindTheItemsBeforeThem() {
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                Pipeline.<Integer>named("rated")
                    .step("see", () -> new Recording(seen))
                    .workers(2)
                    .rate(aSecond(1, 1)))
            .put(1)
            .awaitQuiet()
            .putMeta("no permit")
            .awaitQuiet();
    assertThat(seen).containsExactly(1, "no permit");

    test.put(2).putMeta("behind").advance(SECOND.minus(MOMENT));
    assertThat(seen).containsExactly(1, "no permit");

    test.advance(MOMENT);
    assertThat(seen).containsExactly(1, "no permit", 2, "behind");
  }

  private record Recording(List<Object> seen) implements Step<Integer, Void> {
    @Override
    public void process(Integer item, Emitter<Void> out) {
      seen.add(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Void> out) {
      seen.add(meta);
      return meta;
    }
  }
}
