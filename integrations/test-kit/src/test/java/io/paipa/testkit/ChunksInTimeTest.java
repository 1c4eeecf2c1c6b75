package io.paipa.testkit;

import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.ChunkBuilder;
import io.paipa.Pipeline;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A list goes out at once where it is full, else when its time has come, and not before. */
@LeavesNoPipeline
@Timeout(60)
class ChunksInTimeTest {
  private static final Duration LIMIT = ofSeconds(30);
  private static final Duration HALF = LIMIT.dividedBy(2);
  private static final Duration MOMENT = ofNanos(1);

  private static ChunkBuilder<Integer, Integer> ten() {
    return Pipeline.<Integer>named("chunks").chunk("ten", 10, LIMIT);
  }

  private static ChunkBuilder<Integer, Integer> tenHeavy() {
    return Pipeline.<Integer>named("chunks")
        .chunk("ten", 100)
        .weighing(Integer::longValue, 10)
        .within(LIMIT);
  }

  /** The key of an item is its first letter. */
  private static ChunkBuilder<String, String> grouped(int size, int openAtMost) {
    return Pipeline.<String>named("chunks")
        .chunk("group", size)
        .groupedBy(item -> item.charAt(0), openAtMost);
  }

  @Test
  void shouldGoOutWhenTheirTimeHasCome() {
    PipelineTest<Integer, List<Integer>> test =
        PipelineTest.of(ten())
            .put(0, 1, 2)
            .advance(LIMIT.minus(MOMENT))
            .expectNothing()
            .advance(MOMENT)
            .expect(List.of(List.of(0, 1, 2)));

    Ledger.assertFinishes(test);
    test.expectNothing();
  }

  @Test
  void shouldCountTheTimeFromTheFirstItem() {
    PipelineTest.of(ten())
        .advance(LIMIT.multipliedBy(3))
        .put(0)
        .advance(HALF)
        .put(1)
        .advance(HALF.minus(MOMENT))
        .expectNothing()
        .advance(MOMENT)
        .expect(List.of(List.of(0, 1)));
  }

  @Test
  void shouldHaveATimeForEachKey() {
    PipelineTest.of(grouped(3, 10).within(LIMIT))
        .put("a1")
        .advance(HALF)
        .put("b1", "a2")
        .advance(HALF.minus(MOMENT))
        .expectNothing()
        .advance(MOMENT)
        .expect(List.of(List.of("a1", "a2")))
        .put("a3")
        .advance(HALF)
        .expect(List.of(List.of("b1")))
        .advance(HALF.minus(MOMENT))
        .expectNothing()
        .advance(MOMENT)
        .expect(List.of(List.of("a3")));
  }

  @Test
  void shouldGoOutOldestFirstWhereTheirTimesAreTheSame() {
    PipelineTest.of(grouped(3, 10).within(LIMIT))
        .put("c1", "a1", "b1", "a2")
        .advance(LIMIT)
        .expect(List.of(List.of("c1"), List.of("a1", "a2"), List.of("b1")));
  }

  @Test
  void shouldCountTheTimeAnewWhereAWeightSendsAListOut() {
    PipelineTest.of(tenHeavy())
        .put(4, 4)
        .advance(HALF)
        .put(3) // sends the first two, and begins a time of its own
        .expect(List.of(List.of(4, 4)))
        .advance(LIMIT.minus(MOMENT))
        .put(4)
        .expectNothing()
        .advance(MOMENT)
        .expect(List.of(List.of(3, 4)));
  }

  /** It does not wait for another item to find that out. */
  @Test
  void shouldGoOutAtOnceWhenTheWeightIsReached() {
    PipelineTest.of(tenHeavy())
        .put(4, 6)
        .expect(List.of(List.of(4, 6)))
        .put(1)
        .expectNothing()
        .finish()
        .expect(List.of(List.of(1)));
  }

  @Test
  void shouldSendTheOldestOutWhenTooManyAreOpen() {
    PipelineTest<String, List<String>> test =
        PipelineTest.of(grouped(100, 2))
            .put("a1", "b1", "a2")
            .expectNothing()
            .put("c1")
            .expect(List.of(List.of("a1", "a2")))
            .put("b2", "a3")
            .expect(List.of(List.of("b1", "b2")));

    Ledger.assertFinishes(test);
    test.expect(List.of(List.of("c1"), List.of("a3")));
  }

  private static StepReport abort(PipelineTest<?, ?> test) {
    test.abort().expectNothing();
    return Ledger.assertBalanced(test).steps().get(0);
  }

  @Test
  void shouldCountWhatIsKeptAsAbandonedAfterAnAbort() {
    PipelineTest<Integer, List<Integer>> test =
        PipelineTest.of(ten()).put(0, 1, 2, 3, 4, 5, 6).expectNothing();

    assertThat(abort(test).abandoned()).isEqualTo(7);
  }

  @Test
  void shouldCountWhatIsKeptOfEachKeyAsAbandonedAfterAnAbort() {
    PipelineTest<String, List<String>> test =
        PipelineTest.of(grouped(2, 3))
            .put("a1", "b1", "c1", "a2", "d1", "e1", "d2", "f1")
            .expect( // a is full, b was the oldest, d is full
                List.of(List.of("a1", "a2"), List.of("b1"), List.of("d1", "d2")));

    StepReport step = abort(test);
    assertThat(step.done()).isEqualTo(5);
    assertThat(step.abandoned()).isEqualTo(3);
  }

  @Test
  void shouldCountWhatIsNotHeavyEnoughAsAbandonedAfterAnAbort() {
    PipelineTest<Integer, List<Integer>> test =
        PipelineTest.of(tenHeavy())
            .put(9, 2, 1, 1, 12, 3, 4)
            .expect(List.of(List.of(9), List.of(2, 1, 1), List.of(12)));

    StepReport step = abort(test);
    assertThat(step.done()).isEqualTo(5);
    assertThat(step.abandoned()).isEqualTo(2);
  }
}
