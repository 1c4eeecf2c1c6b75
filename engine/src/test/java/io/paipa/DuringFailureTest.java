package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code during} throws the failure of its pipeline, and with it what else has happened. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DuringFailureTest {
  private static final String NAME = "during";

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  private static Pipeline<Integer, Void> pipeline() {
    return Division.pipeline(NAME, item -> {});
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
}
