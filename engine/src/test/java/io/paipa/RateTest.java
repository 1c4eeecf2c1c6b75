package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Rates of more than one pipeline, and beside much else that goes on. What happens when is tested
 * on a clock that stands still, in the test kit.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();
  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("rated");
  }

  @Test
  void shouldBeSharedByTheStepsAndPipelinesThatHaveTheSameLimiter() throws InterruptedException {
    RateLimiter limiter = RateLimiter.of(1, SECOND, 6);
    Builder<Integer, Void> builder =
        Pipeline.<Integer>named("rated")
            .map("first", item -> item)
            .rate(limiter)
            .sink("see", seen::add)
            .rate(limiter);
    try (Pipeline<Integer, Void> one = clock.build(builder);
        Pipeline<Integer, Void> other = clock.build(builder)) {
      one.start();
      other.start();
      putTen(one);
      Threads.await(() -> began(one) + began(other) == 6);
      awaitHeld(one);
      putTen(other);
      awaitHeld(other);
      assertThat(began(one) + began(other)).isEqualTo(6);
      limiter.change(1_000_000, SECOND, 1_000);
      clock.advance(SECOND);
      one.stop();
      other.stop();
      assertThat(seen).hasSize(20);
    }
  }

  private static void putTen(Pipeline<Integer, ?> pipeline) throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      pipeline.put(i);
    }
  }

  private static long began(Pipeline<?, ?> pipeline) {
    return pipeline.report().steps().stream().mapToLong(StepReport::done).sum();
  }

  /** The workers of the first step wait for permits alone. */
  private static void awaitHeld(Pipeline<?, ?> pipeline) {
    Threads.await(
        () ->
            pipeline.report().steps().get(0).workerActivities().stream()
                .allMatch(activity -> activity == WorkerActivity.HELD));
  }

  @Test
  void shouldKeepTheOrderOfOneWorkerWhereRetriesDoNotBackOff() throws InterruptedException {
    List<Integer> tried = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("rated")
            .sink(
                "see",
                item -> {
                  tried.add(item);
                  if (Collections.frequency(tried, item) < 3) {
                    throw new IllegalStateException("again");
                  }
                })
            .retrying(5, Backoff.none())
            .rate(RateLimiter.of(1, Duration.ofNanos(20_000), 3))
            .build()) {
      pipeline.putIterable(IntStream.range(0, 100).boxed().toList());
      pipeline.run();
      assertThat(tried)
          .containsExactlyElementsOf(
              IntStream.range(0, 100).boxed().flatMap(i -> List.of(i, i, i).stream()).toList());
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldKeepTheOrderOfKeysAndOfOutputs() throws InterruptedException {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofNanos(5_000), 20);
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("rated")
            .map("ordered", item -> item)
            .workers(4)
            .ordered()
            .rate(limiter)
            .map("keyed", item -> item)
            .workers(4)
            .keyed(item -> item % 7)
            .rate(limiter)
            .build()) {
      pipeline.putIterable(IntStream.range(0, 2_000).boxed().toList());
      List<Integer> results = new ArrayList<>();
      pipeline.results().forEach(results::add);
      assertThat(results).hasSize(2_000);
      for (int key = 0; key < 7; key++) {
        int mine = key;
        assertThat(results.stream().filter(item -> item % 7 == mine)).isSorted();
      }
      assertNothingAbandoned(pipeline);
    }
  }

  /** The other workers wait for the one that asks. */
  @Test
  void shouldEndAtAnAbortWhileTheCostIsAskedFor() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("rated")
            .sink("see", seen::add)
            .workers(3)
            .rate(
                RateLimiter.of(1, SECOND, 10),
                item -> {
                  asked.countDown();
                  Thread.sleep(100_000);
                  return 1;
                })
            .build();
    try (pipeline) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(2);
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      pipeline.abort();
    }
    assertThat(assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(2);
  }
}
