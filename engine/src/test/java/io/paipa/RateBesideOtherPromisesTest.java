package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Rated.awaitHeld;
import static io.paipa.Rated.awaitHeldOrWaiting;
import static io.paipa.Rated.putAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rate does to the endings, the order, the time limits and the health of a pipeline. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RateBesideOtherPromisesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();
  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("rated");
  }

  private static RateLimiter aSecond(long permits, long burst) {
    return RateLimiter.of(permits, SECOND, burst);
  }

  private StepBuilder<Integer, Integer, Void> seeing() {
    return Pipeline.<Integer>named("rated").sink("see", seen::add);
  }

  private void awaitSeen(int count) {
    Threads.await(() -> seen.size() == count);
  }

  @Test
  void shouldKeepTheRateAtADrain() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        seeing().workers(2).rate(RateLimiter.of(1, Duration.ofMillis(2), 1)).build()) {
      long start = System.nanoTime();
      pipeline.start();
      putAll(pipeline, 50);
      pipeline.drain(Duration.ofSeconds(50));
      assertThat(seen).hasSize(50);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(49 * 2_000_000L);
      assertNothingAbandoned(pipeline);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldEndTheWaitAtAnAbort(int workers) throws InterruptedException {
    Pipeline<Integer, Void> pipeline =
        seeing().workers(workers).rate(RateLimiter.of(1, Duration.ofDays(1), 1)).build();
    try (pipeline) {
      pipeline.start();
      putAll(pipeline, 50);
      awaitSeen(1);
      awaitHeld(pipeline, 0);
      pipeline.abort();
    }
    assertThat(assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(49);
  }

  @Test
  void shouldBeNoStallAndTakeNothingOfAnItemsTime() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            seeing()
                .workers(2)
                .stallAfter(SECOND)
                .itemTimeout(SECOND)
                .rate(RateLimiter.of(1, Duration.ofHours(1), 1)))) {
      pipeline.start();
      putAll(pipeline, 3);
      awaitSeen(1);
      for (int hour = 0; hour < 2; hour++) {
        awaitHeld(pipeline, 0);
        assertThat(pipeline.dump()).contains("2 workers held by the rate", "waits for the rate");
        clock.advance(Duration.ofMinutes(59));
        awaitHeld(pipeline, 0);
        assertThat(pipeline.health().status()).isEqualTo(Health.Status.UP);
        clock.advance(Duration.ofMinutes(1));
        awaitSeen(2 + hour);
      }
      WorkerTime time = pipeline.stop().steps().get(0).workerTime();
      assertThat(time.held()).isGreaterThanOrEqualTo(Duration.ofHours(2));
      assertThat(time.share(time.held())).isGreaterThan(0.9);
      assertThat(seen).hasSize(3);
    }
  }

  /** A step that puts an item back until another has come must not use up all permits. */
  @Test
  void shouldLetNewItemsTakeTurnsWithThoseThatWerePutBack() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("rated")
            .step("see", () -> new Waiting(seen))
            .rate(RateLimiter.of(1, Duration.ofNanos(10_000), 1))
            .build()) {
      pipeline.putIterable(List.of(0, 1, 2, 3));
      pipeline.run();
      assertThat(seen).containsExactly(1, 2, 3, 0);
    }
  }

  private static final class Waiting implements Step<Integer, Void> {
    private final List<Object> seen;
    private @Nullable StepContext<Integer> context;

    Waiting(List<Object> seen) {
      this.seen = seen;
    }

    @Override
    public void onWorkerStart(StepContext<Integer> given) {
      context = given;
    }

    @Override
    public void process(Integer item, Emitter<Void> out) {
      if (item == 0 && seen.size() < 3 && context != null) {
        context.reenqueue(item);
      } else {
        seen.add(item);
      }
    }
  }

  @Test
  void shouldLimitHowOftenStagesAreBegun() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("rated")
                .sinkAsync(
                    "see",
                    4,
                    item -> {
                      seen.add(item);
                      return Collections.frequency(seen, item) < 2
                          ? CompletableFuture.failedFuture(new IllegalStateException("again"))
                          : CompletableFuture.completedFuture(item);
                    })
                .workers(2)
                .retrying(1, Backoff.none())
                .rate(aSecond(1, 1)))) {
      pipeline.start();
      putAll(pipeline, 3);
      awaitSeen(1);
      for (int second = 1; second < 6; second++) {
        awaitHeldOrWaiting(pipeline);
        assertThat(seen).hasSize(second);
        clock.advance(SECOND);
        awaitSeen(second + 1);
      }
      pipeline.stop();
      assertThat(seen).containsExactly(0, 0, 1, 1, 2, 2);
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
}
