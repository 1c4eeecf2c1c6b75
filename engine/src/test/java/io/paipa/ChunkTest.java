package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks go out when they are full, before a fence and at the end. */
class ChunkTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("chunks");
  }

  private record Recording(List<Object> seen) implements Step<List<Integer>, Void> {
    @Override
    public void process(List<Integer> item, Emitter<Void> out) {
      seen.add(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Void> out) {
      seen.add(meta);
      return meta;
    }
  }

  private Pipeline<Integer, Void> chunks(StepOptions options) {
    return Pipeline.<Integer>named("chunks")
        .chunk("ten", 10, LIMIT)
        .with(options)
        .step("see", () -> new Recording(seen))
        .build();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void shouldGoOutWhenFullAndAtTheEnd() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks(options().workers(1))) {
      pipeline.putIterable(numbers(0, 25));
      pipeline.run();
      assertThat(seen).containsExactly(numbers(0, 10), numbers(10, 20), numbers(20, 25));
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldGoOutBeforeAMetaEvent() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks(options().workers(1))) {
      pipeline.putAll(numbers(0, 13));
      pipeline.putMeta("commit");
      pipeline.putAll(numbers(13, 15));
      pipeline.finish();
      pipeline.run();
      assertThat(seen).containsExactly(numbers(0, 10), numbers(10, 13), "commit", numbers(13, 15));
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldGoOutFromEveryWorkerBeforeAMetaEvent() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks(options().workers(4))) {
      pipeline.putAll(numbers(0, 333));
      pipeline.putMeta("commit");
      pipeline.finish();
      pipeline.run();
      assertThat(seen.get(seen.size() - 1)).isEqualTo("commit");
      assertThat(seen.subList(0, seen.size() - 1))
          .flatMap(chunk -> List.<Object>copyOf((List<?>) chunk))
          .containsExactlyInAnyOrderElementsOf(List.copyOf(numbers(0, 333)));
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldBeFreshAndUnmodifiable() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks(options().workers(1))) {
      pipeline.putIterable(numbers(0, 20));
      pipeline.run();
    }
    List<Integer> first = (List<Integer>) seen.get(0);
    assertThat(first).isNotSameAs(seen.get(1));
    assertThatThrownBy(() -> first.add(1)).isInstanceOf(UnsupportedOperationException.class);
  }
}
