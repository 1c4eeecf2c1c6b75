package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever puts items and forgets to run the pipeline reads in the log that nothing became of them.
 */
class NeverStartedTest {
  @RegisterExtension private final LogListener log = new LogListener();

  private static Pipeline<Integer, Integer> pipeline() {
    return Pipeline.<Integer>named("forgotten").map("same", item -> item).build();
  }

  @Test
  void shouldSayWhatWasPut() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.put(1);
      pipeline.put(2);
      pipeline.putIterable(List.of(3, 4, 5));
    }
    assertThat(log.lines())
        .containsExactly(
            "WARNING: pipeline 'forgotten' was closed before it was started: nothing becomes of"
                + " what was put in (items: 2, sources: 1); start it before, by run(),"
                + " runForever() or start(), or call abort() if that is meant");
  }

  @Test
  void shouldSayThatAQueueWasNotRead() {
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.putQueue(new LinkedBlockingQueue<>(List.of(1)));
    }
    assertThat(log.lines()).singleElement().asString().contains("(items: 0, sources: 1)");
  }

  @Test
  void shouldSayNothingWhereNothingWasPut() {
    pipeline().close();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void shouldSayNothingWhereThatIsMeant() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = pipeline()) {
      pipeline.put(1);
      pipeline.abort();
    }
    Pipeline.mapConcurrent(List.of(1), StepOptions.options(), item -> item).close();
    assertThat(log.lines()).isEmpty();
  }
}
