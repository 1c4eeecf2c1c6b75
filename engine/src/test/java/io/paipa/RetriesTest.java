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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which failed attempts another follows. When it does is tested in the test kit. */
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class RetriesTest {
  private static final String NAME = "retries";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final AtomicInteger attempts = new AtomicInteger();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  /** One worker, which claims one item at a time; the first attempts at item 0 fail. */
  private Builder<Integer, Integer> failing(int times, StepOptions options) {
    return Pipeline.<Integer>named(NAME)
        .map(
            "retry",
            item -> {
              if (item == 0 && attempts.incrementAndGet() <= times) {
                throw new IllegalStateException("attempt " + attempts);
              }
              return item;
            })
        .with(options);
  }

  @Test
  void shouldAskTheBackoffForEachOfThem() throws InterruptedException {
    List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
    Backoff backoff =
        retry -> {
          asked.add(retry);
          return Duration.ZERO;
        };
    try (Pipeline<Integer, Integer> pipeline =
        failing(3, options().workers(1).retrying(5, backoff)).build()) {
      pipeline.putIterable(List.of(0));
      pipeline.run();
      assertThat(asked).containsExactly(1, 2, 3);
      assertThat(attempts).hasValue(4);
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).retried()).isEqualTo(3);
    }
  }

  @Test
  void shouldNotFollowWhatTheBackoffThrows() throws InterruptedException {
    Backoff backoff =
        retry -> {
          throw new ArithmeticException("of retry " + retry);
        };
    try (Pipeline<Integer, Integer> pipeline =
        failing(1, options().workers(1).retrying(2, backoff)).build()) {
      pipeline.putIterable(List.of(0));
      pipeline.start();
      assertThat(pipeline.awaitTermination(DEADLINE)).isTrue();
      assertThatThrownBy(pipeline::stop)
          .isInstanceOf(PipelineException.class)
          .hasMessage(
              "pipeline 'retries', step 'retry': the back-off failed: item 0, attempt 1:"
                  + " java.lang.ArithmeticException: of retry 1")
          .hasCauseInstanceOf(ArithmeticException.class);
      assertThat(attempts).hasValue(1);
      StepReport step = assertBalanced(pipeline).steps().get(0);
      assertThat(step.retried()).isZero();
      assertThat(step.failed()).isEqualTo(1);
    }
  }

  @Test
  void shouldNotFollowWhatThePredicateSaysNoTo() throws InterruptedException {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    StepOptions options =
        options()
            .workers(1)
            .retrying(5, Backoff.none(), failure -> !asked.add(failure.getMessage()))
            .onFailure(FailurePolicy.skip());
    try (Pipeline<Integer, Integer> pipeline = failing(3, options).build()) {
      pipeline.putIterable(List.of(0, 1));
      pipeline.run();
      assertThat(attempts).hasValue(1);
      assertThat(asked).containsExactly("attempt 1");
      StepReport step = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(step.retried()).isZero();
      assertThat(step.skipped()).isEqualTo(1);
      assertThat(step.done()).isEqualTo(1);
    }
  }
}
