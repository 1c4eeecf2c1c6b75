package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An observer of the end. */
@Timeout(60)
class WhenEndedTest {
  @RegisterExtension final LogListener log = new LogListener();

  private final Queue<Report> seen = new ConcurrentLinkedQueue<>();

  private static Pipeline<Integer, Void> pipeline() {
    return Pipeline.<Integer>named("ending")
        .sink(
            "work",
            item -> {
              if (item < 0) {
                throw new IllegalArgumentException("negative");
              }
            })
        .build();
  }

  @Test
  void shouldGetTheFinalReportOnce() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = pipeline()) {
      pipeline.whenEnded(seen::add);
      pipeline.putAll(List.of(1, 2));
      pipeline.finish();
      assertThat(seen).isEmpty();
      Report report = pipeline.run();

      Threads.await(() -> !seen.isEmpty());
      assertThat(seen).containsExactly(report);
    }
  }

  @Test
  void shouldBeCalledAtOnceIfThePipelineHasEnded() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = pipeline()) {
      pipeline.start();
      pipeline.stop();
      pipeline.completion().toCompletableFuture().join();
      pipeline.whenEnded(seen::add);

      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void shouldBeCalledForAPipelineThatWasNeverStarted() {
    Pipeline<Integer, Void> pipeline = pipeline();
    pipeline.whenEnded(seen::add);
    pipeline.close();

    Threads.await(() -> !seen.isEmpty());
    assertThat(seen.element().state()).isEqualTo(PipelineState.ABORTED);
  }

  /** Else a page that nobody looks at would keep a failure from the log. */
  @Test
  void shouldNotHearOfAFailureInPlaceOfOthers() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = pipeline();
    pipeline.whenEnded(seen::add);
    pipeline.start();
    pipeline.put(-1);

    Threads.await(() -> !seen.isEmpty());
    assertThat(seen.element().state()).isEqualTo(PipelineState.FAILED);
    Threads.await(() -> !log.lines().isEmpty());
    assertThat(log.lines().get(0)).startsWith("SEVERE: ").contains("negative");
  }

  @Test
  void shouldBeLoggedIfItThrows() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = pipeline()) {
      pipeline.whenEnded(
          report -> {
            throw new IllegalStateException("no");
          });
      pipeline.whenEnded(seen::add);
      pipeline.start();
      pipeline.stop();

      Threads.await(() -> !seen.isEmpty());
      Threads.await(() -> !log.lines().isEmpty());
      assertThat(log.lines().get(0))
          .startsWith("WARNING: ")
          .contains("an observer of the end failed");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without checks may pass
  void shouldRefuseNull() {
    try (Pipeline<Integer, Void> pipeline = pipeline()) {
      Refusals.isNull(() -> pipeline.whenEnded(null), "pipeline 'ending': null observes nothing");
    }
  }
}
