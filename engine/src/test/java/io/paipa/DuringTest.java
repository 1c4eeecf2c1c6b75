package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code during} knows how its body ended. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DuringTest {
  private static final String NAME = "during";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final CountDownLatch some = new CountDownLatch(100);

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private Pipeline<Integer, Void> pipeline() {
    return Pipeline.<Integer>named(NAME)
        .map("divide", (Integer item) -> 1_000 / item)
        .workers(2)
        .sink("count", item -> some.countDown())
        .build();
  }

  private static Iterator<Integer> endless() {
    return IntStream.iterate(1, i -> i + 1).iterator();
  }

  @Test
  void shouldGiveTheReportWhenAllIsDone() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = pipeline();
    Report report = pipeline.during(running -> running.putAll(List.of(1, 2, 3)));
    assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(report.accepted()).isEqualTo(3);
    assertNothingAbandoned(pipeline);
  }

  /** The end of the sources is no finish while the body may put more. */
  @Test
  void shouldTakeItemsAfterTheEndOfTheSources() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = pipeline();
    pipeline.putIterable(List.of(1, 2));
    Report report =
        pipeline.during(
            running -> {
              Threads.await(() -> running.count() == 2);
              running.put(3);
            });
    assertThat(report.accepted()).isEqualTo(3);
  }

  @Test
  void shouldAbortAndThrowWhatTheBodyThrows() {
    Pipeline<Integer, Void> pipeline = pipeline();
    pipeline.putIterator(endless());
    IOException thrown = new IOException("body");
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    assertThat(pipeline.isAlive()).isFalse();
    assertBalanced(pipeline);
  }

  @Test
  void shouldAbortWhenTheBodyIsInterrupted() throws Exception {
    Pipeline<Integer, Void> pipeline = pipeline();
    pipeline.putIterator(endless());
    CountDownLatch inBody = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () ->
                thrown.set(
                    catchThrowable(
                        () ->
                            pipeline.during(
                                running -> {
                                  inBody.countDown();
                                  new CountDownLatch(1).await();
                                }))));
    caller.start();
    assertThat(inBody.await(20, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    caller.join(20_000);
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
  }

  /** Fails when it is stopped. */
  private record FailingAtTheEnd(CountDownLatch working) implements Step<Integer, Integer> {
    @Override
    public void process(Integer item, Emitter<Integer> out) throws InterruptedException {
      working.countDown();
      new CountDownLatch(1).await();
    }

    @Override
    public void onWorkerStop(Ending ending) {
      throw new IllegalStateException("at the end, " + ending);
    }
  }

  /** An interrupt and a failure: nobody would be told of the failure later. */
  @ParameterizedTest
  @ValueSource(strings = {"run", "runForever", "during"})
  void shouldThrowTheInterruptOfItsWaitWithTheFailure(String which) throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>step("fail", () -> new FailingAtTheEnd(working))
            .build();
    pipeline.putIterable(List.of(1));
    FutureTask<@Nullable Throwable> waiting =
        new FutureTask<>(
            () ->
                catchThrowable(
                    () -> {
                      switch (which) {
                        case "run" -> pipeline.run();
                        case "runForever" -> pipeline.runForever();
                        default -> pipeline.during(running -> {});
                      }
                    }));
    Thread caller = new Thread(waiting);
    caller.start();
    assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
    Threads.await(() -> !which.equals("during") || pipeline.state() == PipelineState.FINISHING);
    caller.interrupt();
    assertThat(waiting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .isInstanceOf(PipelineException.class)
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
                    .hasMessageContaining("at the end, ABORTED"));
    assertThat(pipeline.state()).isEqualTo(PipelineState.FAILED);
    assertThatThrownBy(pipeline::close).isInstanceOf(PipelineException.class); // as ever
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSayWhichThreadsAreStuckBesideWhatTheBodyThrows(boolean fails) {
    AtomicBoolean release = new AtomicBoolean();
    CountDownLatch stuck = new CountDownLatch(1);
    Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "stuck",
                (Integer item) -> {
                  if (item == 0) {
                    throw new IllegalStateException("failed");
                  }
                  stuck.countDown();
                  Threads.await(release::get);
                  return item;
                })
            .workers(2)
            .terminationTimeout(Duration.ofMillis(200))
            .build();
    IOException thrown = new IOException("body");
    Throwable told =
        catchThrowable(
            () ->
                pipeline.during(
                    running -> {
                      running.put(1);
                      assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
                      if (fails) {
                        running.put(0);
                        Threads.await(() -> running.failure().isPresent());
                      }
                      throw thrown;
                    }));
    release.set(true);
    if (fails) {
      assertThat(told)
          .hasMessageContaining("stuck: ")
          .hasCause(pipeline.failure().orElseThrow())
          .hasSuppressedException(thrown);
    } else {
      assertThat(told).isSameAs(thrown);
      assertThat(told.getSuppressed())
          .singleElement()
          .isInstanceOf(PipelineException.class)
          .matches(suppressed -> String.valueOf(suppressed.getMessage()).contains("stuck: "));
    }
    Threads.await(() -> Threads.of(NAME).isEmpty());
  }

  @Test
  void shouldThrowTheFailureWithWhatTheBodyThrew() {
    Pipeline<Integer, Void> pipeline = pipeline();
    IOException thrown = new IOException("body");
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      running.put(0);
                      Threads.await(() -> running.failure().isPresent());
                      throw thrown;
                    }))
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(ArithmeticException.class)
        .hasSuppressedException(thrown);
  }

  /** A put that comes too late says why: that is the failure itself, and not added to it. */
  @Test
  void shouldThrowTheFailureWhenAPutMeetsIt() {
    Pipeline<Integer, Void> pipeline = pipeline();
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      while (true) {
                        running.put(0);
                      }
                    }))
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(ArithmeticException.class)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .noneMatch(later -> later.getCause() == failure));
  }

  @Test
  void shouldThrowTheFailureThatAnotherGotBefore() throws Exception {
    Pipeline<Integer, Void> pipeline = pipeline();
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      running.put(0);
                      FutureTask<@Nullable Throwable> other =
                          new FutureTask<>(() -> catchThrowable(running::stop));
                      new Thread(other).start();
                      assertThat(other.get(20, TimeUnit.SECONDS))
                          .isInstanceOf(PipelineException.class);
                    }))
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldEndAnEndlessSourceByADrain() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = pipeline();
    pipeline.putIterator(endless());
    Report report =
        pipeline.during(
            running -> {
              assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
              running.drain(LIMIT);
            });
    assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
    assertNothingAbandoned(pipeline);
  }

  /** A put that another's drain refuses is no failed body; but the body has not put all. */
  @Test
  void shouldTellOfAnothersDrainThatCancelsAPut() {
    Pipeline<Integer, Void> pipeline = pipeline();
    Thread drain =
        new Thread(
            () -> {
              try {
                assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
                pipeline.drain(LIMIT);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            "drain");
    drain.start();
    assertThatThrownBy(
            () ->
                pipeline.during(
                    running -> {
                      while (true) {
                        running.put(1);
                      }
                    }))
        .isInstanceOf(CutShortException.class)
        .hasMessageContaining("thread 'drain'");
    assertNothingAbandoned(pipeline);
  }

  @Test
  void shouldRefuseAPipelineThatWasStarted() {
    try (Pipeline<Integer, Void> pipeline = pipeline().start()) {
      assertThatThrownBy(() -> pipeline.during(running -> running.put(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was started before");
      assertThat(pipeline.state()).isEqualTo(PipelineState.RUNNING);
    }
  }
}
