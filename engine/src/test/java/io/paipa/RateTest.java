package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
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

/**
 * A step's attempts begin no more often than its rate says; what waits for that, and what does not.
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

  private static RateLimiter aSecond(long permits, long burst) {
    return RateLimiter.of(permits, SECOND, burst);
  }

  private StepBuilder<Integer, Integer, Void> seeing() {
    return Pipeline.<Integer>named("rated").sink("see", seen::add);
  }

  /** The workers have begun what they may, and wait for the clock. */
  private static void awaitHeld(Pipeline<?, ?> pipeline, int step) {
    Threads.await(
        () ->
            pipeline.report().steps().get(step).workerActivities().stream()
                .allMatch(activity -> activity == WorkerActivity.HELD));
  }

  private void awaitSeen(int count) {
    Threads.await(() -> seen.size() == count);
  }

  private static void putAll(Pipeline<Integer, ?> pipeline, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      pipeline.put(i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16})
  void shouldBeginTheBurstAtOnceAndThenKeepToTheRate(int workers) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(seeing().workers(workers).rate(aSecond(2, 5)))) {
      pipeline.start();
      putAll(pipeline, 12);
      awaitSeen(5);
      awaitHeld(pipeline, 0);
      clock.advance(Duration.ofMillis(499));
      awaitHeld(pipeline, 0);
      assertThat(seen).hasSize(5);
      clock.advance(Duration.ofMillis(1));
      awaitSeen(6);
      clock.advance(SECOND.multipliedBy(2));
      awaitSeen(10);
      awaitHeld(pipeline, 0);
      assertThat(seen).hasSize(10);
      clock.advance(SECOND);
      pipeline.stop();
      assertThat(seen).hasSize(12).doesNotHaveDuplicates();
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldCountRetriesAndLetThemGoBeforeNewItems() throws InterruptedException {
    List<Integer> tried = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("rated")
                .sink(
                    "see",
                    item -> {
                      tried.add(item);
                      if (item == 0 && Collections.frequency(tried, 0) < 3) {
                        throw new IllegalStateException("again");
                      }
                    })
                .retrying(2, Backoff.fixed(Duration.ofMillis(900)))
                .rate(aSecond(1, 1)))) {
      pipeline.start();
      putAll(pipeline, 3);
      Threads.await(() -> tried.size() == 1);
      for (int second = 1; second < 5; second++) {
        awaitHeldOrWaiting(pipeline);
        clock.advance(SECOND);
        int size = second + 1;
        Threads.await(() -> tried.size() == size);
      }
      pipeline.stop();
      assertThat(tried).containsExactly(0, 0, 0, 1, 2);
    }
  }

  private static void awaitHeldOrWaiting(Pipeline<?, ?> pipeline) {
    Threads.await(
        () ->
            pipeline.report().steps().get(0).workerActivities().stream()
                .allMatch(
                    activity ->
                        activity == WorkerActivity.HELD || activity == WorkerActivity.WAITING));
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
  void shouldBeSharedByTheStepsAndPipelinesThatHaveTheSameLimiter() throws InterruptedException {
    RateLimiter limiter = aSecond(1, 6);
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
      putAll(one, 10);
      Threads.await(() -> began(one) + began(other) == 6);
      awaitHeld(one, 0);
      putAll(other, 10);
      awaitHeld(other, 0);
      assertThat(began(one) + began(other)).isEqualTo(6);
      limiter.change(1_000_000, SECOND, 1_000);
      clock.advance(SECOND);
      one.stop();
      other.stop();
      assertThat(seen).hasSize(20);
    }
  }

  private static long began(Pipeline<?, ?> pipeline) {
    return pipeline.report().steps().stream().mapToLong(StepReport::done).sum();
  }

  @Test
  void shouldTakeAChangeAtOnce() throws InterruptedException {
    RateLimiter limiter = RateLimiter.of(1, Duration.ofDays(365), 1);
    try (Pipeline<Integer, Void> pipeline = seeing().workers(3).rate(limiter).build()) {
      pipeline.start();
      putAll(pipeline, 50);
      awaitSeen(1);
      awaitHeld(pipeline, 0);
      limiter.change(1_000, SECOND, 10);
      pipeline.stop();
      assertThat(seen).hasSize(50);
    }
  }

  /** Its own permit is taken by the item that waits before the event; the event takes none. */
  @Test
  void shouldLetFencesPassWithoutAPermitBehindTheItemsBeforeThem() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("rated")
                .step("see", () -> new Recording(seen))
                .workers(2)
                .rate(aSecond(1, 1)))) {
      pipeline.start();
      pipeline.put(1);
      awaitSeen(1);
      pipeline.putMeta("no permit");
      awaitSeen(2);
      pipeline.put(2);
      pipeline.putMeta("behind");
      awaitHeld(pipeline, 0);
      assertThat(seen).containsExactly(1, "no permit");
      clock.advance(SECOND);
      awaitSeen(4);
      pipeline.stop();
      assertThat(seen).containsExactly(1, "no permit", 2, "behind");
    }
  }

  private record Recording(List<Object> seen) implements Step<Integer, Void> {
    @Override
    public void process(Integer item, Emitter<Void> out) {
      seen.add(item);
    }

    @Override
    public Object onMeta(Object meta, Emitter<Void> out) {
      seen.add(meta);
      return meta;
    }
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
