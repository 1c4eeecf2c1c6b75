package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items go in at one end and come out at the other, all of them, whatever the topology. */
class ThroughTest {
  @ParameterizedTest
  @CsvSource({
    "1,1,1024",
    "2,1,1024",
    "4,4,1024",
    "16,1,64",
    "16,16,16",
    "128,3,2",
    "1,128,2",
    "8,8,2"
  })
  void shouldLoseNoItem(int first, int second, int capacity) throws InterruptedException {
    LongAdder sum = new LongAdder();
    try (Pipeline<Long, Void> pipeline =
        Pipeline.<Long>named("through")
            .defaults(StepOptions.options().capacity(capacity))
            .map("double", item -> 2 * item)
            .workers(first)
            .sink("sum", sum::add)
            .workers(second)
            .build()) {
      pipeline.putIterator(LongStream.rangeClosed(1, 100_000).iterator());
      pipeline.run();
      assertThat(sum.sum()).isEqualTo(100_000L * 100_001);
      assertThat(pipeline.count()).isEqualTo(100_000);
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldFailWithTheItemAndTheCause() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("failing").map("divide", item -> 10 / item).workers(4).build()) {
      pipeline.putIterator(IntStream.iterate(3, i -> i - 1).iterator());
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("pipeline 'failing', step 'divide'")
          .hasCauseInstanceOf(ArithmeticException.class);
      assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
      assertThat(pipeline.isAlive()).isFalse();
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldIterate() throws InterruptedException {
    List<Integer> seen = new ArrayList<>();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("iterate")
            .<Integer>iterateStream("odd", items -> items.filter(i -> i % 2 == 1).limit(10))
            .sink("see", seen::add)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 100).boxed().toList());
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    assertThat(seen).containsExactly(1, 3, 5, 7, 9, 11, 13, 15, 17, 19);
  }
}
