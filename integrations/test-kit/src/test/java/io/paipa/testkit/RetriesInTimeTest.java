package io.paipa.testkit;

import static io.paipa.testkit.Numbers.numbers;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.Pipeline;
import io.paipa.StepReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A retry follows when its back-off is over; what goes on meanwhile, and what does not. */
@LeavesNoPipeline
@Timeout(60)
class RetriesInTimeTest {
  private static final Duration SECOND = ofSeconds(1);
  private static final Duration MOMENT = ofMillis(1);

  /** Attempts, by their items. */
  private final List<Object> attempts = Collections.synchronizedList(new ArrayList<>());

  /** The first attempts at item 0 fail. */
  private PipelineTest<Integer, Integer> failing(int times, int retries, Backoff backoff) {
    return PipelineTest.of(
        Pipeline.<Integer>named("retries")
            .map("flaky", item -> attempt(item, item == 0 ? times : 0))
            .retrying(retries, backoff));
  }

  private <T> T attempt(T item, int failures) throws IOException {
    attempts.add(item);
    if (Collections.frequency(attempts, item) <= failures) {
      throw new IOException("busy");
    }
    return item;
  }

  @Test
  void shouldFollowWhenTheTimeOfEachHasCome() {
    PipelineTest<Integer, Integer> test =
        failing(3, 3, SECOND::multipliedBy).put(0).expectNothing();

    for (int retry = 1; retry <= 3; retry++) {
      test.advance(SECOND.multipliedBy(retry).minus(MOMENT));
      assertThat(attempts).hasSize(retry);
      test.advance(MOMENT);
      assertThat(attempts).hasSize(retry + 1);
    }
    test.expect(List.of(0));
    assertThat(Ledger.assertFinishes(test).steps().get(0).retried()).isEqualTo(3);
  }

  static Stream<Duration> atOnce() {
    return Stream.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE));
  }

  /** The clock stands still: no time is waited for. */
  @ParameterizedTest
  @MethodSource("atOnce")
  void shouldFollowAtOnceWhenTheDelayIsNotPositive(Duration delay) {
    PipelineTest<Integer, Integer> test = failing(2, 2, retry -> delay).put(0).expect(List.of(0));

    assertThat(attempts).hasSize(3);
    assertThat(Ledger.assertFinishes(test).steps().get(0).retried()).isEqualTo(2);
  }

  static Stream<Duration> never() {
    return Stream.of(
        Duration.ofNanos(Long.MAX_VALUE),
        Duration.ofDays(Long.MAX_VALUE / 100_000),
        Duration.ofSeconds(Long.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("never")
  void shouldNotFollowWhileItIsNotTime(Duration delay) {
    PipelineTest<Integer, Integer> test =
        failing(1, 2, retry -> delay).put(0, 1, 2).advance(Duration.ofHours(1)).expectNothing();
    assertThat(attempts).containsExactly(0, 1, 2);

    test.abort().expectNothing();

    assertThat(attempts).containsExactly(0, 1, 2);
    StepReport step = Ledger.assertBalanced(test).steps().get(0);
    assertThat(step.retried()).isZero();
    assertThat(step.abandoned()).isEqualTo(3); // they keep their order, and wait for the first
  }

  @Test
  void shouldNotKeepLaterItemsFromBeingProcessed() {
    PipelineTest<Integer, Integer> test =
        failing(1, 1, Backoff.fixed(SECOND)).put(0, 1, 2).advance(SECOND.minus(MOMENT));
    assertThat(attempts).containsExactly(0, 1, 2);

    test.expectNothing().advance(MOMENT).expect(List.of(0, 1, 2));

    assertThat(attempts).containsExactly(0, 1, 2, 0);
    Ledger.assertFinishes(test);
  }

  /** One worker: if the retry held it, the other key could not go on. */
  @Test
  void shouldHoldTheKeyAndNoWorker() {
    PipelineTest<String, Void> test =
        PipelineTest.of(
                Pipeline.<String>named("retries")
                    .sink("flaky", item -> attempt(item, item.equals("a1") ? 2 : 0))
                    .keyed(item -> item.charAt(0))
                    .retrying(2, Backoff.fixed(SECOND)))
            .put("a1", "a2", "b1", "a3", "b2")
            .advance(SECOND.minus(MOMENT));
    assertThat(attempts).containsExactly("a1", "b1", "b2");
    assertThat(test.step("flaky").busyKeys()).isEqualTo(1);
    assertThat(test.step("flaky").waitingForKeys()).isEqualTo(2);

    test.advance(MOMENT);
    assertThat(attempts).containsExactly("a1", "b1", "b2", "a1");

    test.advance(SECOND);
    assertThat(attempts).containsExactly("a1", "b1", "b2", "a1", "a1", "a2", "a3");
    Ledger.assertFinishes(test);
  }

  /** With one place for a stage, the other items go on. */
  @Test
  void shouldTakeNoPlaceOfAStage() {
    PipelineTest.of(
            Pipeline.<Integer>named("retries")
                .<Integer>mapAsync(
                    "flaky",
                    1,
                    item -> {
                      try {
                        return CompletableFuture.completedFuture(attempt(item, item == 0 ? 1 : 0));
                      } catch (IOException e) {
                        return CompletableFuture.failedFuture(e);
                      }
                    })
                .workers(2)
                .retrying(1, Backoff.fixed(SECOND)))
        .putAll(numbers(0, 10))
        .expectInAnyOrder(numbers(1, 10))
        .advance(SECOND.minus(MOMENT))
        .expectNothing()
        .advance(MOMENT)
        .expect(List.of(0));
  }
}
