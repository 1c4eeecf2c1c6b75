package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Numbers.numbers;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An item that comes again, by a retry or put back, holds up neither a worker nor the ring. */
class ItemsThatComeAgainTest {
  private static final String NAME = "again";
  private static final long SECONDS = 20;

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHoldNoWorkerWhileItWaitsForARetry(boolean ordered) throws InterruptedException {
    StepOptions retrying =
        options()
            .workers(ordered ? 2 : 1)
            .capacity(16)
            .retrying(1, Backoff.fixed(Duration.ofHours(1)));
    AtomicInteger seen = new AtomicInteger();
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .map(
                "retry",
                item -> {
                  seen.incrementAndGet();
                  return 1 / item;
                })
            .with(ordered ? retrying.ordered() : retrying)
            .build()) {
      pipeline.start();
      pipeline.putAll(numbers(0, 16));
      Threads.await(() -> seen.get() == 16);
      assertThat(pipeline.report().steps().get(0).failed()).isZero();
      pipeline.abort();
      assertThat(pipeline.awaitTermination(Duration.ofSeconds(SECONDS))).isTrue();
      assertThat(assertBalanced(pipeline).steps().get(0).retried()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "ordered"})
  void shouldEndWhenAllWorkersRetryOnATinyRing(String how) throws InterruptedException {
    AtomicInteger dead = new AtomicInteger();
    StepOptions options =
        options()
            .workers(128)
            .capacity(2)
            .retrying(3, Backoff.fixed(Duration.ofNanos(10_000)))
            .onFailure(FailurePolicy.<Object>deadLetter(item -> dead.incrementAndGet()));
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME)
            .<Integer>map(
                "fail",
                item -> {
                  throw new IllegalStateException("always");
                })
            .with(how.equals("ordered") ? options.ordered() : options)
            .build()) {
      pipeline.putIterable(numbers(0, 300));
      pipeline.run();
      StepReport report = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(report.retried()).isEqualTo(900);
      assertThat(report.deadLettered()).isEqualTo(300);
      assertThat(dead).hasValue(300);
    }
  }

  private static final class Again implements Step<Integer, Integer> {
    private @Nullable StepContext<Integer> context;

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      if (item > 0 && context != null) {
        context.reenqueue(item - 1);
      } else {
        out.emit(item);
      }
    }
  }

  /** Each item is put back while the ring is full of others, by all workers at once. */
  @ParameterizedTest
  @CsvSource({"1,none", "3,none", "64,none", "64,ordered", "64,retrying", "1,retrying"})
  void shouldReenqueueWithoutBlocking(int workers, String how) throws InterruptedException {
    StepOptions options = options().workers(workers).capacity(2);
    StepOptions chosen =
        switch (how) {
          case "ordered" -> options.ordered();
          case "retrying" -> options.retrying(1, Backoff.fixed(Duration.ofMillis(1)));
          default -> options;
        };
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("again", Again::new).with(chosen).build()) {
      pipeline.putIterable(IntStream.range(0, 500).mapToObj(i -> 5).toList());
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(500);
      StepReport report = assertNothingAbandoned(pipeline).steps().get(0);
      assertThat(report.reenqueued()).isEqualTo(2_500);
      assertThat(report.received()).isEqualTo(3_000);
    }
  }

  /** What an item waits for that is put back again and again, is in the ring. */
  @ParameterizedTest
  @CsvSource({"1,none", "2,none", "1,ordered", "1,retrying", "2,retrying"})
  void shouldNotHoldUpTheRingWithWhatItReenqueues(int workers, String how)
      throws InterruptedException {
    AtomicInteger ready = new AtomicInteger();
    class Until implements Step<Integer, Integer> {
      private @Nullable StepContext<Integer> context;

      @Override
      public void onWorkerStart(StepContext<Integer> given) {
        context = given;
      }

      @Override
      public void process(Integer item, Emitter<Integer> out) {
        if (item == 100) {
          ready.incrementAndGet();
        } else if (ready.get() == 0 && context != null) {
          context.reenqueue(item);
        }
      }
    }
    StepOptions options = options().workers(workers).capacity(256);
    StepOptions chosen =
        switch (how) {
          case "ordered" -> options.ordered();
          case "retrying" -> options.retrying(1, Backoff.fixed(Duration.ofMillis(1)));
          default -> options;
        };
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named(NAME).<Integer>step("until", Until::new).with(chosen).build()) {
      pipeline.putAll(numbers(0, 101));
      pipeline.start();
      Threads.await(() -> ready.get() == 1);
      pipeline.stop();
      assertThat(assertNothingAbandoned(pipeline).steps().get(0).reenqueued()).isPositive();
    }
  }
}
