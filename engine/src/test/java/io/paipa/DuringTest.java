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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    return Division.pipeline(NAME, item -> some.countDown());
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
