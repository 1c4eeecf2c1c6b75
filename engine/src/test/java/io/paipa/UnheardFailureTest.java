package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure of which nobody would hear is logged, once; and a source without an end, too. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnheardFailureTest {
  private static final String NAME = "unheard";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  @RegisterExtension private final LogListener log = new LogListener();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Builder<Integer, Integer> dividing() {
    return Pipeline.<Integer>named(NAME).map("divide", (Integer item) -> 1 / item).workers(2);
  }

  private List<LogRecord> errors() {
    return log.records().stream().filter(entry -> entry.getLevel().equals(Level.SEVERE)).toList();
  }

  @Test
  void shouldLogWhatNobodyWaitsFor() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = dividing().build().start()) {
      pipeline.put(0);
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue(); // says that it ended, not how
      assertThat(errors())
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.getMessage())
                    .contains("pipeline 'unheard', step 'divide'")
                    .contains("failed: item 0, attempt 1")
                    .contains("ArithmeticException");
                assertThat(entry.getThrown()).hasCauseInstanceOf(ArithmeticException.class);
              });
      assertThatThrownBy(pipeline::close).isInstanceOf(PipelineException.class);
    }
  }

  /** A drain in a shutdown hook is nobody who is told. */
  @Test
  void shouldLogWhatADrainDoesNotThrow() throws InterruptedException {
    CountDownLatch draining = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "divide",
                (Integer item) -> {
                  draining.await();
                  return 1 / item;
                })
            .build()
            .start();
    pipeline.put(0);
    Thread release =
        new Thread(
            () -> {
              Threads.await(() -> pipeline.state() == PipelineState.FINISHING);
              draining.countDown();
            });
    release.start();
    assertThat(pipeline.drain(DEADLINE).state()).isEqualTo(PipelineState.FAILED);
    release.join();
    assertThat(errors())
        .singleElement()
        .satisfies(
            entry -> assertThat(entry.getThrown()).hasCauseInstanceOf(ArithmeticException.class));
  }

  @Test
  void shouldNotLogWhatIsThrown() throws InterruptedException {
    try (Pipeline<Integer, Integer> pipeline = dividing().build()) {
      pipeline.putIterable(List.of(0));
      assertThatThrownBy(pipeline::run).isInstanceOf(PipelineException.class);
    }
    assertThatThrownBy(() -> dividing().build().during(running -> running.put(0)))
        .isInstanceOf(PipelineException.class);
    Pipeline<Integer, Integer> pulled = dividing().build();
    pulled.putIterable(List.of(0));
    try (Stream<Integer> results = pulled.results()) {
      assertThatThrownBy(results::toList).isInstanceOf(PipelineException.class);
    }
    assertThat(errors()).isEmpty();
  }

  /** The body may wait for ever for something else. */
  @Test
  void shouldLogAFailureWhoseBodyGoesOn() {
    assertThatThrownBy(
            () ->
                dividing()
                    .build()
                    .during(
                        running -> {
                          running.put(0);
                          Threads.await(() -> !errors().isEmpty());
                        }))
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(ArithmeticException.class);
    assertThat(errors())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.getMessage())
                    .contains("failed: item 0, attempt 1", "the body of during goes on"));
  }

  @Test
  void shouldNotLogWhatACallbackOrCompletionTells() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Pipeline<Integer, Integer> first =
        dividing().whenFailed(failure -> told.countDown()).build().start();
    first.put(0);
    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(first.awaitTermination(DEADLINE)).isTrue();
    Pipeline<Integer, Integer> second = dividing().build();
    assertThat(second.completion()).isNotNull();
    second.start().put(0);
    assertThat(second.awaitTermination(DEADLINE)).isTrue();
    assertThat(errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"close()", "stop()", "during"})
  void shouldWarnOfASourceThatACallWaitsFor(String call) throws InterruptedException {
    Iterator<Integer> endless = IntStream.generate(() -> 1).iterator();
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink("take", item -> {})
            .stallAfter(Duration.ofMillis(50))
            .build();
    pipeline.putIterator(endless);
    Thread waiting =
        new Thread(
            () ->
                assertThatThrownBy(
                        () -> {
                          switch (call) {
                            case "close()" -> pipeline.start().close();
                            case "stop()" -> pipeline.start().stop();
                            default -> pipeline.during(running -> {});
                          }
                        })
                    .isInstanceOf(CutShortException.class));
    waiting.start();
    Threads.await(() -> !log.records().isEmpty());
    String advice = " by drain or abort" + (call.equals("during") ? "" : ", or use during");
    assertThat(log.lines().get(0))
        .startsWith(
            "WARNING: pipeline 'unheard': " + call + " has waited 50 ms for the end of iterator-1")
        .endsWith(advice);
    pipeline.abort();
    waiting.join(20_000);
    assertThat(waiting.isAlive()).isFalse();
    assertThat(log.records()).hasSize(1);
  }
}
