package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Rated.awaitHeld;
import static io.paipa.Rated.awaitHeldOrWaiting;
import static io.paipa.Rated.putAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

  private void awaitSeen(int count) {
    Threads.await(() -> seen.size() == count);
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
}
