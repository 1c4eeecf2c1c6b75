package io.paipa;

import static io.paipa.CutsByAnother.LIMIT;
import static io.paipa.CutsByAnother.NAME;
import static io.paipa.CutsByAnother.counting;
import static io.paipa.CutsByAnother.endless;
import static io.paipa.CutsByAnother.inAnother;
import static io.paipa.CutsByAnother.outcome;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Code behind {@code run}, {@code stop}, {@code close} may trust that all was done: what was cut by
 * another thread is thrown there, and told by state and report.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HonestEndingsTest {
  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @Test
  void shouldTellTheRunningThreadOfAnothersDrain() throws Exception {
    String me = Thread.currentThread().getName();
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      FutureTask<@Nullable Throwable> running = inAnother(pipeline::run);
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();

      Report report = pipeline.drain(LIMIT);

      assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
      assertThat(report.cutShort()).isTrue();
      assertThat(report.sources())
          .singleElement()
          .matches(source -> !source.ended() && source.pulled() == report.accepted());
      assertThat(outcome(running))
          .isInstanceOfSatisfying(
              CutShortException.class,
              cut -> {
                assertThat(cut.report().state()).isEqualTo(PipelineState.DRAINED);
                assertThat(cut)
                    .hasMessageContaining("pipeline 'honest' was drained by thread '" + me + "'")
                    .hasMessageContaining("iterator-1");
              });
      assertNothingAbandoned(pipeline);
    } // the thread that drained is told nothing
  }

  @Test
  void shouldCompleteADrainThatCutNothing() throws Exception {
    CountDownLatch some = new CountDownLatch(3);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.start();
      pipeline.putAll(List.of(1, 2, 3));
      FutureTask<@Nullable Throwable> stopping = inAnother(pipeline::stop);

      assertThat(pipeline.drain(LIMIT).state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(pipeline.report().cutShort()).isFalse();
      assertThat(outcome(stopping)).isNull();
      assertThat(pipeline.count()).isEqualTo(3);
    }
  }

  @Test
  void shouldBeAbortedWhenTheLimitOfADrainIsOver() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named(NAME)
            .sink(
                "stuck",
                item -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                })
            .build()) {
      pipeline.start();
      pipeline.putAll(List.of(1, 2, 3));
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      FutureTask<@Nullable Throwable> closing = inAnother(pipeline::close);

      Report report = pipeline.drain(Duration.ofMillis(20));

      assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
      assertThat(report.cutShort()).isTrue();
      assertThat(outcome(closing)).isInstanceOf(CutShortException.class);
    }
  }

  @Test
  void shouldGiveTheReportAfterADrainOfWhatRunsForever() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    AtomicReference<@Nullable Report> given = new AtomicReference<>();
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      FutureTask<@Nullable Throwable> running = inAnother(() -> given.set(pipeline.runForever()));
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.drain(LIMIT);
      assertThat(outcome(running)).isNull();
      assertThat(given.get()).matches(report -> report.state() == PipelineState.DRAINED);
    }
  }

  @Test
  void shouldSayNothingOfADrainAtTheCloseBehindWhatRunsForever() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    Pipeline<Integer, Void> pipeline = counting(some).build();
    pipeline.putIterator(endless());
    FutureTask<@Nullable Throwable> running =
        inAnother(
            () -> {
              try (pipeline) {
                pipeline.runForever();
              }
            });
    assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
    pipeline.drain(LIMIT);
    assertThat(outcome(running)).isNull();
    assertThat(outcome(inAnother(pipeline::close))).isInstanceOf(CutShortException.class);
  }

  @Test
  void shouldThrowAfterAnothersAbortOfWhatRunsForever() throws Exception {
    String me = Thread.currentThread().getName();
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      FutureTask<@Nullable Throwable> running = inAnother(pipeline::runForever);
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
      assertThat(outcome(running))
          .isInstanceOf(CutShortException.class)
          .hasMessageContaining("was aborted by thread '" + me + "'");
    }
  }

  /** The first cut counts. */
  @Test
  void shouldTellTheSecondThreadThatCuts() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      pipeline.start();
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(outcome(inAnother(pipeline::abort))).isNull();
      pipeline.abort();
      assertThatThrownBy(pipeline::stop).isInstanceOf(CutShortException.class);
      assertThatThrownBy(pipeline::stop).isInstanceOf(CutShortException.class);
    } // told already: silent
  }

  @Test
  void shouldThrowNoExceptionObjectTwice() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    try (Pipeline<Integer, Void> pipeline = counting(some).build()) {
      pipeline.putIterator(endless());
      pipeline.start();
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(outcome(inAnother(pipeline::abort))).isNull();
      assertThat(catchThrowable(pipeline::stop)).isNotSameAs(catchThrowable(pipeline::stop));
    }
    Pipeline<Integer, Integer> failing =
        Pipeline.<Integer>named(NAME).map("divide", (Integer item) -> 1 / item).build();
    failing.putIterable(List.of(0));
    try (Stream<Integer> results = failing.results()) {
      Throwable stopped = outcome(inAnother(failing::stop));
      Throwable pulled = catchThrowable(results::toList);
      assertThat(stopped).isInstanceOf(PipelineException.class).isNotSameAs(pulled);
      assertThat(pulled).hasMessage(String.valueOf(stopped.getMessage()));
    }
  }

  @Test
  void shouldLeaveTheCutToTheThreadThatWasInterrupted() throws Exception {
    CountDownLatch some = new CountDownLatch(1_000);
    Pipeline<Integer, Void> pipeline = counting(some).build();
    pipeline.putIterator(endless());
    AtomicReference<Thread> runner = new AtomicReference<>();
    FutureTask<@Nullable Throwable> running =
        inAnother(
            () -> {
              runner.set(Thread.currentThread());
              pipeline.run();
            });
    assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
    runner.get().interrupt();
    assertThat(outcome(running)).isInstanceOf(InterruptedException.class);
    assertThatThrownBy(pipeline::close).isInstanceOf(CutShortException.class);
  }
}
