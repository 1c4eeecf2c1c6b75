package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chunks go out when they are full, when their time has come, before a fence and at the end. */
class ChunkTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger processed = new AtomicInteger();
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
    Builder<Integer, Void> builder =
        Pipeline.<Integer>named("chunks")
            .chunk("ten", 10, LIMIT)
            .with(options)
            .step("see", () -> new Recording(seen))
            .tracker(
                new Tracker() {
                  @Override
                  public void afterProcess(
                      String stepName, Object item, @Nullable Throwable failure) {
                    if (stepName.equals("ten")) {
                      processed.incrementAndGet();
                    }
                  }
                });
    return Door.open(builder.definition(), clock);
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
  void shouldGoOutWhenTheirTimeHasCome() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks(options().workers(1))) {
      pipeline.start();
      pipeline.putAll(numbers(0, 3));
      awaitProcessed(3);
      clock.advance(LIMIT);
      Threads.await(() -> seen.size() == 1);
      assertThat(seen).containsExactly(numbers(0, 3));
      pipeline.stop();
      assertThat(seen).hasSize(1);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldCountTheTimeFromTheFirstItem() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks(options().workers(1))) {
      pipeline.start();
      clock.advance(LIMIT.multipliedBy(3));
      pipeline.put(0);
      awaitProcessed(1);
      clock.advance(LIMIT.dividedBy(2));
      pipeline.put(1);
      awaitProcessed(2);
      assertThat(seen).isEmpty();
      clock.advance(LIMIT.dividedBy(2));
      Threads.await(() -> seen.size() == 1);
      assertThat(seen).containsExactly(numbers(0, 2));
    }
  }

  /** The chunk has them, and the first of them has begun its time. */
  private void awaitProcessed(int items) {
    Threads.await(() -> processed.get() == items);
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

  @Test
  void shouldCountWhatIsKeptAsAbandonedAfterAnAbort() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks(options().workers(1))) {
      pipeline.start();
      pipeline.putAll(numbers(0, 7));
      awaitProcessed(7);
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      assertThat(assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(7);
      assertThat(seen).isEmpty();
    }
  }
}
