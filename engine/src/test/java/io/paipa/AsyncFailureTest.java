package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an item whose stage fails, gives nothing, or takes too long. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AsyncFailureTest {
  private static final String NAME = "async";

  private final List<Integer> results = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> causes = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> named() {
    return Pipeline.named(NAME);
  }

  /** What fails an item, by whatever way a function may fail. */
  private Throwable causeOf(CheckedFunction<Integer, CompletionStage<? extends Integer>> function)
      throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .<Integer>mapAsync("fail", 2, function)
            .onFailure(FailurePolicy.deadLetter(failed -> causes.add(failed.cause())))
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(List.of(1));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).deadLettered()).isOne();
    }
    assertThat(results).isEmpty();
    return causes.get(0);
  }

  @Test
  void shouldFailOfWhatTheFunctionThrows() throws InterruptedException {
    assertThat(
            causeOf(
                item -> {
                  throw new IOException("no");
                }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldFailOfWhatTheStageFailsOf() throws InterruptedException {
    assertThat(causeOf(item -> CompletableFuture.failedFuture(new IOException("no"))))
        .isInstanceOf(IOException.class);
  }

  /** A stage that was composed wraps its failure. */
  @Test
  void shouldFailOfTheCauseOfAComposedStage() throws InterruptedException {
    assertThat(
            causeOf(
                item ->
                    CompletableFuture.supplyAsync(
                            () -> {
                              throw new IllegalStateException("no");
                            })
                        .thenApply(nothing -> item)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no");
  }

  @Test
  void shouldFailOfAWrapperWithoutACause() throws InterruptedException {
    assertThat(
            causeOf(item -> CompletableFuture.failedFuture(new CompletionException("alone", null))))
        .isInstanceOf(CompletionException.class)
        .hasMessage("alone");
  }

  @Test
  @SuppressWarnings("NullAway") // what user code may well do
  void shouldFailOfNoStage() throws InterruptedException {
    assertThat(causeOf(item -> null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("gave null, not a stage");
  }

  @Test
  @SuppressWarnings("NullAway") // what user code may well do
  void shouldFailOfNoResult() throws InterruptedException {
    assertThat(causeOf(item -> CompletableFuture.completedFuture(null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("the stage gave null, which is no output");
  }

  @Test
  void shouldDropAnItemOfWhichAStageSaysSo() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync(
                "some",
                4,
                item ->
                    item % 2 == 0
                        ? CompletableFuture.completedFuture(item)
                        : CompletableFuture.<Integer>failedFuture(Skip.item()))
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(100));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).skipped()).isEqualTo(50);
    }
    assertThat(results).hasSize(50);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void shouldRetryAStageThatFails(int delayMillis) throws InterruptedException {
    Map<Integer, AtomicInteger> attempts = new ConcurrentHashMap<>();
    Backoff backoff = delayMillis == 0 ? Backoff.none() : Backoff.fixed(Duration.ofMillis(2));
    try (Pipeline<Integer, Void> pipeline =
        named()
            .<Integer>mapAsync(
                "flaky",
                10,
                item -> {
                  int attempt =
                      attempts.computeIfAbsent(item, key -> new AtomicInteger()).incrementAndGet();
                  return CompletableFuture.supplyAsync(
                      () -> {
                        if (attempt <= item % 4) {
                          throw new IllegalStateException("again");
                        }
                        return item;
                      });
                })
            .retrying(3, backoff)
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(2_000));
      pipeline.run();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).retried()).isEqualTo(3_000);
    }
    assertThat(results).hasSize(2_000).doesNotHaveDuplicates();
  }

  @Test
  void shouldFailThePipeline() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync(
                "ask",
                4,
                item ->
                    item == 5
                        ? CompletableFuture.<Integer>failedFuture(new IOException("no"))
                        : CompletableFuture.completedFuture(item))
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(100));
      PipelineException failure = catchThrowableOfType(PipelineException.class, pipeline::run);
      assertThat(failure.stepName()).contains("ask");
      assertThat(failure.item()).contains(5);
      assertThat(failure).hasRootCauseMessage("no");
      assertBalanced(pipeline);
    }
  }

  /** A stage of the user's own may call back as often as it likes. */
  @Test
  void shouldIgnoreASecondCompletion() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        named()
            .mapAsync("twice", 4, item -> new TwiceCompleted(item))
            .sink("add", results::add)
            .build()) {
      pipeline.putIterable(Told.numbers(100));
      Report report = pipeline.run();
      assertThat(report.steps().get(0).lateCompletions()).isEqualTo(100);
      assertNothingAbandoned(pipeline);
    }
    assertThat(results).hasSize(100).doesNotHaveDuplicates();
  }

  /** Calls back twice. */
  private static final class TwiceCompleted extends CompletableFuture<Integer> {
    private final int value;

    TwiceCompleted(int value) {
      this.value = value;
    }

    @Override
    @SuppressWarnings("NullAway") // as a stage does it
    public <U> CompletableFuture<U> handle(
        BiFunction<? super Integer, Throwable, ? extends U> function) {
      U first = function.apply(value, null);
      assertThat(first).isNotNull();
      return CompletableFuture.completedFuture(function.apply(value, null));
    }
  }
}
