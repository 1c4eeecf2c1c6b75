package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.Settlement.DEAD_LETTERED;
import static io.paipa.Settlement.DONE;
import static io.paipa.Told.all;
import static io.paipa.Told.named;
import static io.paipa.Told.numbers;
import static io.paipa.Told.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A delivery is settled once, when everything that came of it has been dealt with. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AcknowledgementTest {

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(Told.NAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldSettleWhatTheLastStepHasDone(int workers) throws InterruptedException {
    assertThat(
            outcomes(
                10_000,
                named().map("next", item -> item + 1).workers(workers).sink("sum", item -> {})))
        .isEqualTo(all(10_000, DONE));
  }

  @Test
  void shouldNotSettleBeforeTheLastStepIsDone() throws InterruptedException {
    CountDownLatch inSink = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Topic<Integer> topic = Topic.of(List.of(1));
    try (Pipeline<Integer, Void> pipeline =
        named()
            .map("first", item -> item)
            .sink(
                "last",
                item -> {
                  inSink.countDown();
                  assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
                })
            .build()) {
      pipeline.putAcknowledged(topic);
      pipeline.start();
      assertThat(inSink.await(20, TimeUnit.SECONDS)).isTrue();
      SourceReport source = pipeline.report().sources().get(0);
      assertThat(source.open()).isOne();
      assertThat(source.oldestOpen()).isPresent();
      assertThat(source.oldestOpenStep()).contains("last");
      assertThat(topic.outcomes()).isEmpty();
      release.countDown();
      pipeline.stop();
      assertThat(topic.outcomes()).containsExactly(Map.entry(1, DONE));
    }
  }

  @Test
  void shouldCallSkippedAndFilteredItemsDone() throws InterruptedException {
    assertThat(
            outcomes(
                100,
                named()
                    .filter("even", item -> item % 2 == 0)
                    .sink(
                        "choosy",
                        item -> {
                          if (item % 4 == 0) {
                            throw Skip.item();
                          }
                        })))
        .isEqualTo(all(100, DONE));
  }

  /** One of its outputs goes to the dead letters: so it counts as such. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldCountTheWorstOfSeveralFates(int workers) throws InterruptedException {
    Map<Integer, Settlement> outcomes =
        outcomes(
            300,
            named()
                .flatMap("ten", item -> IntStream.range(0, 10).mapToObj(i -> item * 10 + i))
                .workers(workers)
                .filter("most", part -> part % 10 != 1)
                .sink(
                    "choosy",
                    part -> {
                      if (part % 30 == 5) {
                        throw new IllegalStateException("no");
                      }
                    })
                .workers(workers)
                .onFailure(FailurePolicy.deadLetter(failed -> {})));
    Map<Integer, Settlement> expected = all(300, DONE);
    expected.replaceAll((item, outcome) -> item % 3 == 0 ? DEAD_LETTERED : DONE);
    assertThat(outcomes).isEqualTo(expected);
  }

  @Test
  void shouldSettleAnItemThatIsMappedToNothing() throws InterruptedException {
    assertThat(
            outcomes(
                50,
                named().<Integer>flatMap("none", item -> Stream.empty()).sink("never", item -> {})))
        .isEqualTo(all(50, DONE));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldSettleBesideOrderAndKeys(boolean keyed) throws InterruptedException {
    StepBuilder<Integer, Integer, Integer> step =
        named()
            .map(
                "flaky",
                item -> {
                  if (item % 10 == 3) {
                    throw new IllegalStateException("no");
                  } else if (item % 10 == 4) {
                    throw Skip.item();
                  }
                  return item;
                })
            .workers(4)
            .onFailure(FailurePolicy.deadLetter(failed -> {}));
    step = keyed ? step.keyed(item -> item % 7) : step.ordered();
    Map<Integer, Settlement> expected = all(5_000, DONE);
    expected.replaceAll((item, outcome) -> item % 10 == 3 ? DEAD_LETTERED : DONE);
    assertThat(outcomes(5_000, step.sink("sum", item -> {}))).isEqualTo(expected);
  }

  /** Asking for the next one says that the last is dealt with. */
  @Test
  void shouldSettleAResultWhenTheNextIsAskedFor() {
    Topic<Integer> topic = Topic.of(numbers(3));
    try (Pipeline<Integer, Integer> pipeline = named().map("same", item -> item).build()) {
      pipeline.putAcknowledged(topic);
      try (Stream<Integer> results = pipeline.results()) {
        Iterator<Integer> each = results.iterator();
        assertThat(each.next()).isZero();
        assertThat(topic.outcomes()).isEmpty();
        assertThat(each.next()).isOne();
        Threads.await(() -> topic.outcomes().equals(Map.of(0, DONE)));
        assertThat(each.next()).isEqualTo(2);
        assertThat(each.hasNext()).isFalse();
      }
      assertThat(topic.outcomes()).isEqualTo(all(3, DONE));
      assertBalanced(pipeline);
    }
  }

  /** Nothing follows a step whose outputs nobody takes. */
  @Test
  void shouldSettleOutputsThatNobodyTakes() throws InterruptedException {
    assertThat(outcomes(100, named().map("same", item -> item))).isEqualTo(all(100, DONE));
  }

  @Test
  void shouldTellOfItemsBesideOthersThatNobodyWaitsFor() throws InterruptedException {
    Topic<Integer> topic = Topic.of(numbers(1_000));
    AtomicInteger seen = new AtomicInteger();
    try (Pipeline<Integer, Void> pipeline =
        named()
            .map("same", item -> item)
            .workers(3)
            .sink("count", item -> seen.incrementAndGet())
            .workers(2)
            .build()) {
      pipeline.putIterable(numbers(1_000));
      pipeline.putAcknowledged(topic);
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    assertThat(seen).hasValue(2_000);
    assertThat(topic.outcomes()).isEqualTo(all(1_000, DONE));
  }
}
