package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of open stages at the end, and of those that never complete. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AsyncEndingsTest {
  private static final String NAME = "async";

  @RegisterExtension private final LogListener log = new LogListener();

  private final List<CompletableFuture<Integer>> stages =
      Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private CompletableFuture<Integer> never(int item) {
    CompletableFuture<Integer> stage = new CompletableFuture<>();
    stages.add(stage);
    return stage;
  }

  private StepBuilder<Integer, Integer, Integer> stuck() {
    return Pipeline.<Integer>named(NAME).mapAsync("never", 4, this::never);
  }

  @Test
  void shouldCancelOpenStagesAtAnAbort() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = stuck().build()) {
      pipeline.putIterable(Told.numbers(10));
      pipeline.start();
      Threads.await(() -> stages.size() == 4);
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
      StepReport step = assertBalanced(pipeline).steps().get(0);
      assertThat(step.abandoned()).isEqualTo(10);
      assertThat(step.inFlight()).isZero();
    }
    assertThat(stages).hasSize(4).allMatch(CompletableFuture::isCancelled);
  }

  @Test
  void shouldCancelOpenStagesWhenThePipelineFails() throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .mapAsync("some", 4, item -> item == 3 ? stageOf(item) : never(item))
            .sink(
                "fail",
                item -> {
                  throw new IllegalStateException("no");
                })
            .build();
    pipeline.putIterable(Told.numbers(4));
    assertThatThrownBy(pipeline::run).hasRootCauseMessage("no");
    assertBalanced(pipeline);
    assertThat(stages).hasSize(3).allMatch(CompletableFuture::isCancelled);
  }

  private static CompletableFuture<Integer> stageOf(int item) {
    return CompletableFuture.completedFuture(item);
  }

  /** It does not hang: a drain has its limit. */
  @Test
  void shouldNotKeepADrainBeyondItsLimit() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = stuck().build()) {
      pipeline.putIterable(Told.numbers(1));
      pipeline.start();
      Threads.await(() -> stages.size() == 1);
      assertThat(pipeline.drain(Duration.ofMillis(50)).state()).isEqualTo(PipelineState.ABORTED);
    }
    assertThat(stages.get(0)).isCancelled();
  }

  @Test
  void shouldIgnoreACompletionAfterTheEnd() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .mapAsync("never", 4, item -> never(item).minimalCompletionStage())
            .build();
    pipeline.putIterable(Told.numbers(4));
    pipeline.start();
    Threads.await(() -> stages.size() == 4);
    pipeline.abort();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    stages.forEach(stage -> stage.complete(1)); // throws nothing, and does nothing
    assertThat(assertBalanced(pipeline).steps().get(0).done()).isZero();
    pipeline.abort();
  }

  @Test
  void shouldWarnOfAStageThatIsNotCompleted() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline =
        stuck().stallAfter(Duration.ofMillis(30)).keyed(item -> "all").build()) {
      pipeline.putIterable(Told.numbers(3));
      pipeline.start();
      boolean warned = Threads.happens(() -> !log.records().isEmpty());
      String dump = pipeline.dump();
      pipeline.abort();
      assertThat(warned).isTrue();
      assertThat(dump).contains("1 stages are open; ");
      assertThat(log.lines().get(0))
          .matches(
              "WARNING: pipeline 'async', step 'never': the stage of item 0 is not completed, for"
                  + " \\d+ ms; 2 items wait for its key");
    }
  }

  /** The worker waits for room in the next ring; the stages wait for the worker. */
  @Test
  void shouldNotWarnOfAStageThatIsComplete() throws InterruptedException {
    CountDownLatch open = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .mapAsync("ask", 100, item -> CompletableFuture.completedFuture(item))
            .stallAfter(Duration.ofMillis(20))
            .sink("slow", item -> assertThat(open.await(20, TimeUnit.SECONDS)).isTrue())
            .capacity(2)
            .stallAfter(Duration.ofMillis(300))
            .build()) {
      pipeline.putIterable(Told.numbers(1_000));
      pipeline.start();
      boolean warned = Threads.happens(() -> !log.records().isEmpty()); // of the sink
      List<String> lines = log.lines();
      open.countDown();
      pipeline.stop();
      assertThat(warned).isTrue();
      assertThat(lines).noneMatch(line -> line.contains("is not completed"));
    }
  }

  /** Its user may keep a stage for ever. */
  @Test
  void shouldNotBeKeptByAStage() throws InterruptedException {
    WeakReference<@Nullable Object> kept = new WeakReference<>(ended());
    Threads.await(
        () -> {
          System.gc();
          return kept.get() == null;
        });
    assertThat(stages).hasSize(4);
  }

  private Object ended() throws InterruptedException {
    Pipeline<Integer, Integer> pipeline = stuck().build();
    pipeline.putIterable(Told.numbers(4));
    pipeline.start();
    Threads.await(() -> stages.size() == 4);
    pipeline.abort();
    assertThat(pipeline.awaitTermination(Duration.ofSeconds(20))).isTrue();
    return pipeline;
  }

  /** What a failure says of itself is nobody's business here: it may never come to an end. */
  @Test
  @SuppressWarnings("OverrideThrowableToString") // that is what is tried
  void shouldNotAskAFailureForItsWords() throws InterruptedException {
    RuntimeException mumbling =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String toString() {
            throw new AssertionError("asked");
          }
        };
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sinkAsync("fail", 4, this::never)
            .onFailure(FailurePolicy.skip())
            .build()) {
      pipeline.putIterable(Told.numbers(4));
      pipeline.start();
      Threads.await(() -> stages.size() == 4);
      stages.forEach(stage -> stage.completeExceptionally(mumbling));
      assertThat(pipeline.stop().steps().get(0).skipped()).isEqualTo(4);
    }
  }
}
