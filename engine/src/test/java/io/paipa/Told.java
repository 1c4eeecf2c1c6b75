package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pipelines on topics of numbers, and what these are told. */
final class Told {
  static final String NAME = "acknowledging";

  private Told() {}

  static Builder<Integer, Integer> named() {
    return Pipeline.named(NAME);
  }

  static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  static Map<Integer, Settlement> all(int count, Settlement outcome) {
    Map<Integer, Settlement> all = new HashMap<>();
    numbers(count).forEach(number -> all.put(number, outcome));
    return all;
  }

  /** Runs a pipeline on a topic of so many numbers, and gives what the topic was told. */
  static Map<Integer, Settlement> outcomes(int count, Builder<Integer, ?> builder)
      throws InterruptedException {
    Topic<Integer> topic = Topic.of(numbers(count));
    try (Pipeline<Integer, ?> pipeline = builder.build()) {
      pipeline.putAcknowledged(topic);
      Report report = pipeline.run();
      assertNothingAbandoned(pipeline);
      SourceReport source = report.sources().get(0);
      assertThat(source.pulled()).isEqualTo(count);
      assertThat(source.open()).isZero();
      assertThat(source.ended()).isTrue();
      assertThat(source.settled().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(count);
    }
    assertThat(topic.closings()).isOne();
    return topic.outcomes();
  }
}
