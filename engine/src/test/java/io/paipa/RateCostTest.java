package io.paipa;

import static io.paipa.FailurePolicy.deadLetter;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Rated.awaitHeld;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that take more permits than one, or none. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RateCostTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();
  private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());
  private final List<Object> dead = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf("rated");
  }

  private StepBuilder<Integer, Integer, Void> seeing(RateLimiter limiter) {
    return Pipeline.<Integer>named("rated")
        .sink("see", seen::add)
        .rate(
            limiter,
            item -> {
              if (item == 99) {
                throw new IllegalStateException("no price for 99");
              }
              if (item == 98) {
                throw Skip.item();
              }
              return item;
            });
  }

  /** The costly item is the next one, and the cheap ones behind it wait for it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldWaitForAllPermitsAndNotBeOvertaken(int workers) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(seeing(RateLimiter.of(1, SECOND, 10)).workers(workers))) {
      pipeline.start();
      pipeline.put(8);
      Threads.await(() -> seen.size() == 1);
      pipeline.put(9);
      pipeline.put(1);
      pipeline.put(0);
      pipeline.put(2);
      awaitHeld(pipeline, 0);
      clock.advance(Duration.ofSeconds(6));
      awaitHeld(pipeline, 0);
      assertThat(seen).containsExactly(8);
      clock.advance(Duration.ofSeconds(1));
      Threads.await(() -> seen.size() == 2);
      awaitHeld(pipeline, 0);
      clock.advance(Duration.ofSeconds(1));
      Threads.await(() -> seen.size() == 4); // what costs nothing waits for its turn alone
      awaitHeld(pipeline, 0);
      clock.advance(Duration.ofSeconds(2));
      pipeline.stop();
      assertThat(seen).containsExactlyInAnyOrder(8, 9, 1, 0, 2);
      assertThat(seen.subList(0, 2)).containsExactly(8, 9);
      assertNothingAbandoned(pipeline);
    }
  }

  @Test
  void shouldLetARetryThatIsDueGoBeforeACostlyItem() throws InterruptedException {
    List<Integer> tried = Collections.synchronizedList(new ArrayList<>());
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            Pipeline.<Integer>named("rated")
                .sink(
                    "see",
                    item -> {
                      tried.add(item);
                      if (tried.size() == 1) {
                        throw new IllegalStateException("again");
                      }
                    })
                .retrying(1, Backoff.fixed(Duration.ofMillis(1_500)))
                .rate(RateLimiter.of(1, SECOND, 5), item -> item))) {
      pipeline.start();
      pipeline.put(2);
      pipeline.put(5);
      Threads.await(() -> tried.size() == 1);
      awaitHeld(pipeline, 0); // 3 are there, the item needs 5
      clock.advance(Duration.ofMillis(1_500));
      Threads.await(() -> tried.size() == 2);
      awaitHeld(pipeline, 0);
      clock.advance(Duration.ofMillis(2_500));
      Threads.await(() -> tried.size() == 3);
      pipeline.stop();
      assertThat(tried).containsExactly(2, 2, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, -1, 99})
  void shouldFailAnItemThatCanNeverBegin(int item) throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            seeing(RateLimiter.of(1, SECOND, 10))
                .retrying(3, Backoff.none())
                .onFailure(
                    deadLetter(failed -> dead.add(failed.item() + " " + failed.attempts()))))) {
      pipeline.start();
      pipeline.put(1);
      pipeline.put(item);
      pipeline.put(2);
      Report report = pipeline.stop();
      assertThat(seen).containsExactly(1, 2);
      assertThat(dead).containsExactly(item + " 1");
      assertThat(report.steps().get(0).retried()).isZero();
    }
  }

  /** What waits for its permits when they are made fewer than it costs. */
  @Test
  void shouldFailAnItemThatWaitsWhenTheBurstBecomesTooSmallForIt() throws InterruptedException {
    RateLimiter limiter = RateLimiter.of(1, SECOND, 10);
    try (Pipeline<Integer, Void> pipeline =
        clock.build(
            seeing(limiter).workers(2).onFailure(deadLetter(failed -> dead.add(failed.item()))))) {
      pipeline.start();
      pipeline.put(8);
      pipeline.put(9);
      Threads.await(() -> seen.size() == 1);
      awaitHeld(pipeline, 0);
      limiter.change(1, SECOND, 5);
      Threads.await(() -> dead.size() == 1);
      pipeline.stop();
      assertThat(seen).containsExactly(8);
      assertThat(dead).containsExactly(9);
    }
  }

  @Test
  void shouldSayWhyAnItemCanNeverBegin() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = seeing(RateLimiter.of(1, SECOND, 10)).build()) {
      pipeline.putIterable(List.of(11));
      assertThatThrownBy(pipeline::run)
          .hasMessageContaining("the cost of an item could not be found out: item 11")
          .rootCause()
          .hasMessage(
              "it costs 11, and could never begin, since there are at most 10 permits; give the"
                  + " limiter a larger burst, or divide the item");
    }
  }

  @Test
  void shouldDropAnItemWhoseCostIsASkip() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = seeing(RateLimiter.of(1, SECOND, 10)).build()) {
      pipeline.putIterable(List.of(1, 98, 2));
      Report report = pipeline.run();
      assertThat(seen).containsExactly(1, 2);
      assertThat(report.steps().get(0).skipped()).isEqualTo(1);
    }
  }

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
    assertThat(LedgerAssert.assertBalanced(pipeline).steps().get(0).abandoned()).isEqualTo(2);
  }
}
