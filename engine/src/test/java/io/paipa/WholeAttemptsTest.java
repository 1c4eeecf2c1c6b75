package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attempt emitted that fails is not seen, where the failure does not end the pipeline. */
class WholeAttemptsTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("attempts");
  }

  private Pipeline<Integer, Void> pipeline(
      StepOptions options, MultiFunction<Integer, String> function) {
    return Pipeline.<Integer>named("attempts")
        .mapMulti("half", function)
        .with(options)
        .sink("see", seen::add)
        .build();
  }

  private static MultiFunction<Integer, String> failingTwice(AtomicInteger attempts) {
    return (item, out) -> {
      int attempt = attempts.incrementAndGet();
      out.emit(item + " of attempt " + attempt);
      if (attempt < 3) {
        throw new IllegalStateException("half way");
      }
      out.emit(item + " complete");
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void shouldEmitOnceWhenAnItemIsRetried(long millis) throws InterruptedException {
    Backoff backoff = millis == 0 ? Backoff.none() : Backoff.fixed(Duration.ofMillis(millis));
    try (Pipeline<Integer, Void> pipeline =
        pipeline(options().workers(1).retrying(3, backoff), failingTwice(new AtomicInteger()))) {
      pipeline.put(7);
      pipeline.finish();
      pipeline.run();
      assertThat(seen).containsExactly("7 of attempt 3", "7 complete");
      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.emitted()).isEqualTo(2);
      assertThat(step.retried()).isEqualTo(2);
    }
  }

  @Test
  void shouldEmitNothingWhenAnItemIsSkippedOrDeadLettered() throws InterruptedException {
    List<Object> dead = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        pipeline(
            options().workers(2).onFailure(FailurePolicy.deadLetter(item -> dead.add(item.item()))),
            (item, out) -> {
              out.emit("first of " + item);
              if (item == 1) {
                throw Skip.item();
              }
              if (item == 2) {
                throw new IllegalStateException("half way");
              }
            })) {
      pipeline.putAll(List.of(0, 1, 2, 3));
      pipeline.finish();
      pipeline.run();
      assertThat(seen).containsExactlyInAnyOrder("first of 0", "first of 3");
      assertThat(dead).containsExactly(2);
      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.done()).isEqualTo(2);
      assertThat(step.skipped()).isEqualTo(1);
      assertThat(step.deadLettered()).isEqualTo(1);
    }
  }

  @Test
  void shouldHoldOutputsUntilTheAttemptReturns() throws InterruptedException {
    CountDownLatch emitted = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        pipeline(
            options().workers(1).retrying(1, Backoff.none()),
            (item, out) -> {
              out.emit("held");
              emitted.countDown();
              assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
            })) {
      pipeline.start();
      pipeline.put(1);
      assertThat(emitted.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pipeline.report().steps().get(0).emitted()).isZero();
      release.countDown();
      pipeline.stop();
      assertThat(seen).containsExactly("held");
    }
  }

  @Test
  void shouldLetOutputsFlowPastTheBound() throws InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("attempts")
            .<Integer>mapMulti(
                "many",
                (item, out) -> {
                  for (int i = 0; i < 2_000; i++) {
                    out.emit(i);
                  }
                  assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
                })
            .retrying(1, Backoff.none())
            .sink("see", item -> arrived.countDown())
            .build()) {
      pipeline.put(1);
      pipeline.finish();
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(2_000);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldFailThePipelineWhenAnAttemptFailsThatCanNotBeTakenBack() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        pipeline(
            options().workers(1).retrying(5, Backoff.none()).onFailure(FailurePolicy.skip()),
            (item, out) -> {
              for (int i = 0; i < 2_000; i++) {
                out.emit("output " + i);
              }
              throw new IllegalStateException("too late");
            })) {
      pipeline.put(1);
      pipeline.finish();
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining(
              "step 'half': an item failed after more than 1024 outputs of this attempt were"
                  + " handed on, so that it can't be taken back")
          .cause()
          .hasMessage("too late");
      assertThat(assertBalanced(pipeline).steps().get(0).retried()).isZero();
    }
  }

  @Test
  void shouldTakeBackWhatAFailedAttemptReenqueued() throws InterruptedException {
    AtomicInteger attempts = new AtomicInteger();
    class Reenqueuing implements Step<Integer, String> {
      private StepContext<Integer> context = new NoContext();

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
      }

      @Override
      public void process(Integer item, Emitter<String> out) {
        if (item == 0) {
          context.reenqueue(item + 1);
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("again");
          }
        }
        out.emit("done " + item);
      }
    }
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("attempts")
            .<String>step("again", Reenqueuing::new)
            .retrying(3, Backoff.none())
            .sink("see", seen::add)
            .build()) {
      pipeline.put(0);
      pipeline.finish();
      pipeline.run();
      assertThat(seen).containsExactly("done 0", "done 1");
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).reenqueued()).isEqualTo(1);
    }
  }
}
