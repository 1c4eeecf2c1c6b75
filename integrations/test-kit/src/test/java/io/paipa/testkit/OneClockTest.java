package io.paipa.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several pipelines go by one clock. */
@LeavesNoPipeline
@Timeout(60)
class OneClockTest {
  @Test
  void shouldShareALimiter() {
    RateLimiter limiter = RateLimiter.of(1, ofSeconds(1), 1);
    PipelineTest<Integer, Integer> first =
        PipelineTest.of(Pipeline.<Integer>named("first").map("call", x -> x).rate(limiter));
    PipelineTest<Integer, Integer> second =
        first.beside(Pipeline.<Integer>named("second").map("call", x -> x).rate(limiter));

    first.put(1).expect(List.of(1));
    second.put(2).expectNothing().advance(ofSeconds(1)).expect(List.of(2));

    first.put(3).advance(ofMillis(999)).expectNothing().advance(ofMillis(1)).expect(List.of(3));
    assertThat(second.elapsed()).isEqualTo(ofSeconds(2));
  }

  @Test
  void shouldBeQuietTogether() {
    PipelineTest<Integer, Integer> second =
        PipelineTest.of(Pipeline.<Integer>named("second").map("same", x -> x).workers(3).ordered());
    Pipeline<Integer, Integer> next = second.pipeline();
    PipelineTest<Integer, Void> first =
        second.beside(
            Pipeline.<Integer>named("first").sink("pass", x -> next.put(x)).workers(1).capacity(8));
    List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();

    first.putAll(numbers).awaitQuiet();

    assertThat(second.outputs()).isEqualTo(numbers);
  }

  @Test
  void shouldGoOnWhenOneHasEnded() {
    PipelineTest<Integer, Integer> first =
        PipelineTest.of(Pipeline.<Integer>named("first").map("same", x -> x));
    PipelineTest<Integer, List<Integer>> second =
        first.beside(Pipeline.<Integer>named("second").chunk("lists", 9, ofMillis(10)));

    first.put(1).finish().expect(List.of(1)).close();

    second.put(2).advance(ofMillis(10)).expect(List.of(List.of(2)));
  }
}
