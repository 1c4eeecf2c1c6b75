package io.paipa.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publisher sends is the input of a pipeline, at the pace of the pipeline. */
class InputTest {
  private static final int MANY = 100_000;

  private final List<Integer> stored = new ArrayList<>(); // of the one worker, then of the test

  private Pipeline<Integer, Void> storing() {
    return Pipeline.<Integer>named("storing")
        .sink("store", stored::add)
        .defaults(StepOptions.options().capacity(16))
        .whenFailed(failure -> {}) // else it may be logged
        .build();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldStartThePipelineAndFinishItWithThePublisher() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline);
    assertThat(pipeline.state()).isEqualTo(PipelineState.NEW);
    try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
      publisher.subscribe(subscriber);
      numbers(MANY).forEach(publisher::submit);
    }
    Report report = pipeline.stop();

    assertThat(stored).isEqualTo(numbers(MANY));
    assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
  }

  @Test
  void shouldFeedAPipelineThatIsStarted() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = storing();
    pipeline.during(
        running -> {
          running.put(-1);
          ByHand publisher = new ByHand();
          Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(running);
          subscriber.onSubscribe(publisher);
          subscriber.onNext(7);
          subscriber.onComplete();
        });

    assertThat(stored).containsExactly(-1, 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64})
  void shouldAskForAWindowAndThenForMoreAsItIsTaken(int window) throws InterruptedException {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline, window);
    ByHand publisher = new ByHand();
    subscriber.onSubscribe(publisher);
    assertThat(publisher.requested).hasValue(window);
    for (int i = 0; i < 1_000; i++) {
      int sent = i;
      Awaiting.await(() -> publisher.requested.get() > sent);
      assertThat(publisher.requested.get()).isLessThanOrEqualTo(i + window);
      subscriber.onNext(i);
    }
    subscriber.onComplete();
    pipeline.stop();

    assertThat(stored).isEqualTo(numbers(1_000));
    assertThat(publisher.cancelled).hasValue(0);
  }

  /** The first step holds one item, its ring and its claim 32, and the window the rest. */
  @Test
  void shouldNeverHoldThePublisherUp() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("held")
            .sink(
                "hold",
                item -> {
                  assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                  stored.add(item);
                })
            .defaults(StepOptions.options().capacity(16))
            .build();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline, 64);
    ByHand publisher = new ByHand();
    subscriber.onSubscribe(publisher);
    int sent = 0;
    while (sent < publisher.requested.get()) {
      subscriber.onNext(sent++); // in this thread, which would be held up
    }
    assertThat(sent).isBetween(64, 64 + 16 + 16 + 2);
    subscriber.onComplete();
    goOn.countDown();
    pipeline.stop();

    assertThat(stored).hasSize(sent);
  }

  @Test
  void shouldHoldThePublisherBackWhileThePipelineIsPaused() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline, 8);
    ByHand publisher = new ByHand();
    pipeline.pause();
    subscriber.onSubscribe(publisher);
    for (int i = 0; i < 8; i++) {
      subscriber.onNext(i);
    }
    assertThat(pipeline.state()).isEqualTo(PipelineState.PAUSED);
    assertThat(publisher.requested).hasValue(8); // and no more: nothing was taken

    pipeline.resume();
    Awaiting.await(() -> publisher.requested.get() > 8);
    subscriber.onComplete();
    pipeline.stop();
    assertThat(stored).isEqualTo(numbers(8));
  }

  /** A publisher may send within a request, while the pipeline has taken all, and wants more. */
  @Test
  void shouldMakeOneCallAtATime() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline, 8);
    ByHand publisher =
        new ByHand() {
          private int sent;

          @Override
          void asked(long n) {
            for (long i = 0; i < n && sent < MANY; i++) {
              subscriber.onNext(sent++);
            }
            if (sent == 8) { // the first time, in the thread of the test
              Awaiting.await(() -> pipeline.report().accepted() == 8);
            }
            if (sent == MANY) {
              subscriber.onComplete();
              sent++;
            }
          }
        };
    subscriber.onSubscribe(publisher);
    pipeline.stop();

    assertThat(publisher.overlaps).hasValue(0);
    assertThat(stored).isEqualTo(numbers(MANY));
  }

  @Test
  void shouldFailThePipelineWithTheErrorOfThePublisher() {
    IOException error = new IOException("line is dead"); // a checked one
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline);
    ByHand publisher = new ByHand();
    subscriber.onSubscribe(publisher);
    subscriber.onNext(1);
    subscriber.onError(error);

    assertThatThrownBy(pipeline::stop)
        .isInstanceOf(PipelineException.class)
        .hasMessageContaining("a source failed")
        .hasCause(error);
    assertThat(publisher.cancelled).hasValue(0); // rule 2.4
  }

  @Test
  void shouldFailThePipelineIfMoreIsSentThanWasAskedFor() {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline, 4);
    ByHand publisher = new ByHand();
    subscriber.onSubscribe(publisher);
    Awaiting.await(
        () -> {
          for (int i = 0; i < 64; i++) { // much faster than anybody takes them
            subscriber.onNext(1);
          }
          return publisher.cancelled.get() > 0;
        });

    assertThatThrownBy(pipeline::stop)
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more than the 4 items")
        .hasMessageContaining("rule 1.1");
  }

  @Test
  void shouldFailThePipelineIfTheSubscriptionThrows() {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline);
    subscriber.onSubscribe(
        new ByHand() {
          @Override
          void asked(long n) {
            throw new ArithmeticException("no such number");
          }
        });

    assertThatThrownBy(pipeline::stop).hasRootCauseInstanceOf(ArithmeticException.class);
  }

  /** Whatever code of the publisher's does in a request that the source thread makes. */
  @Test
  void shouldLoseNothingByAnInterruptThatARequestLeaves() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline, 2);
    ByHand publisher =
        new ByHand() {
          @Override
          void asked(long n) {
            if (Thread.currentThread().getName().equals("storing-source")) {
              Thread.currentThread().interrupt();
            }
          }
        };
    subscriber.onSubscribe(publisher);
    for (int i = 0; i < 1_000; i++) {
      int sent = i;
      Awaiting.await(() -> publisher.requested.get() > sent);
      subscriber.onNext(i);
    }
    Awaiting.await(() -> pipeline.report().accepted() == 1_000);
    subscriber.onComplete();
    pipeline.stop();

    assertThat(stored).isEqualTo(numbers(1_000));
  }

  @Test
  void shouldCancelTheSubscriptionOfASecondPublisher() throws InterruptedException {
    Pipeline<Integer, Void> pipeline = storing();
    Flow.Subscriber<Integer> subscriber = PipelineFlow.subscriber(pipeline);
    ByHand first = new ByHand();
    ByHand second = new ByHand();
    subscriber.onSubscribe(first);
    subscriber.onSubscribe(second);
    subscriber.onComplete();
    pipeline.stop();

    assertThat(second.cancelled).hasValue(1);
    assertThat(second.requested).hasValue(0);
    assertThat(first.cancelled).hasValue(0);
  }

  @Test
  void shouldBeRefusedByAPipelineThatTakesNothingMore() {
    Pipeline<Integer, Void> finished = storing();
    finished.finish();
    assertThatThrownBy(() -> PipelineFlow.subscriber(finished))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("storing");

    Pipeline<Integer, Void> aborted = storing();
    aborted.abort();
    assertThatThrownBy(() -> PipelineFlow.subscriber(aborted))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void shouldRefuseNullAndAWindowWithoutRoom() {
    assertThatThrownBy(() -> PipelineFlow.subscriber(storing(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window: 0");
    assertThatThrownBy(() -> PipelineFlow.subscriber(no()))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("pipeline: null");
  }

  @SuppressWarnings("NullAway") // what a caller without checks may pass
  private static Pipeline<Integer, Void> no() {
    return null;
  }
}
