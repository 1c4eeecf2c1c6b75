package io.paipa.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Backoff;
import io.paipa.FailedItem;
import io.paipa.FailurePolicy;
import io.paipa.Pipeline;
import io.paipa.RateLimiter;
import io.paipa.Skip;
import io.paipa.StepBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that take more permits than one, or none. */
@LeavesNoPipeline
@Timeout(60)
class RateCostTest {
  private final DeadLetters<Integer> letters = new DeadLetters<>();

  /** A permit comes each second. */
  private static RateLimiter upTo(int burst) {
    return RateLimiter.of(1, ofSeconds(1), burst);
  }

  /** An item costs what it is. */
  private static StepBuilder<Integer, Integer, Integer> priced(RateLimiter limiter) {
    return Pipeline.<Integer>named("rated")
        .map("call", item -> item)
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
  void shouldWaitForAllPermitsAndNotBeOvertaken(int workers) {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(priced(upTo(10)).workers(workers))
            .put(8)
            .expect(List.of(8))
            .put(9, 1, 0, 2)
            .advance(ofMillis(6_999))
            .expectNothing()
            .advance(ofMillis(1))
            .expect(List.of(9))
            .advance(ofMillis(999))
            .expectNothing()
            .advance(ofMillis(1))
            .expectInAnyOrder(List.of(1, 0)) // what costs nothing waits for its turn alone
            .advance(ofMillis(1_999))
            .expectNothing()
            .advance(ofMillis(1))
            .expect(List.of(2));

    Ledger.assertFinishes(test);
  }

  @Test
  void shouldLetARetryThatIsDueGoBeforeACostlyItem() {
    List<Integer> tried = Collections.synchronizedList(new ArrayList<>());
    PipelineTest<Integer, Void> test =
        PipelineTest.of(
                Pipeline.<Integer>named("rated")
                    .sink(
                        "call",
                        item -> {
                          tried.add(item);
                          if (tried.size() == 1) {
                            throw new IllegalStateException("again");
                          }
                        })
                    .retrying(1, Backoff.fixed(ofMillis(1_500)))
                    .rate(upTo(5), item -> item))
            .put(2, 5)
            .advance(ofMillis(1_499)); // the 5 needs half a second more
    assertThat(tried).containsExactly(2);

    test.advance(ofMillis(1));
    assertThat(tried).containsExactly(2, 2);

    test.advance(ofMillis(2_499));
    assertThat(tried).containsExactly(2, 2);
    test.advance(ofMillis(1));
    assertThat(tried).containsExactly(2, 2, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {11, -1, 99})
  void shouldFailAnItemThatCanNeverBegin(int item) {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(
                priced(upTo(10))
                    .retrying(3, Backoff.none())
                    .onFailure(FailurePolicy.deadLetter(letters)))
            .put(1, item, 2)
            .expect(List.of(1, 2));

    assertThat(letters.items()).containsExactly(item);
    assertThat(letters.letters()).extracting(FailedItem::attempts).containsExactly(1);
    assertThat(test.step("call").retried()).isZero();
  }

  /** What waits for its permits when they are made fewer than it costs. */
  @Test
  void shouldFailAnItemThatWaitsWhenTheBurstBecomesTooSmallForIt() {
    RateLimiter limiter = upTo(10);
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(priced(limiter).workers(2).onFailure(FailurePolicy.deadLetter(letters)))
            .put(8, 9)
            .expect(List.of(8));

    limiter.change(1, ofSeconds(1), 5);

    test.expectNothing();
    assertThat(letters.items()).containsExactly(9);
  }

  @Test
  void shouldSayWhyAnItemCanNeverBegin() {
    PipelineTest.of(priced(upTo(10)))
        .put(11)
        .expectFailure()
        .hasMessageContaining("the cost of an item could not be found out: item 11")
        .rootCause()
        .hasMessage(
            "it costs 11, and could never begin, since there are at most 10 permits; give the"
                + " limiter a larger burst, or divide the item");
  }

  @Test
  void shouldDropAnItemWhoseCostIsASkip() {
    PipelineTest<Integer, Integer> test =
        PipelineTest.of(priced(upTo(10))).put(1, 98, 2).expect(List.of(1, 2));

    assertThat(test.step("call").skipped()).isEqualTo(1);
  }
}
