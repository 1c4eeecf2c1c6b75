package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The items of a chunk weigh no more than a limit together; the other limits hold beside it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChunkByWeightTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Chunks chunks = new Chunks();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(Chunks.NAME);
    Threads.assertNoneOf(Told.NAME);
  }

  private static ChunkBuilder<Integer, Integer> tenHeavy(int size) {
    return Chunks.<Integer>named().chunk("ten", size).weighing(Integer::longValue, 10);
  }

  private List<Object> lists(ChunkBuilder<Integer, Integer> chunk, Integer... items)
      throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks.build(chunk)) {
      pipeline.putIterable(List.of(items));
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    return chunks.seen;
  }

  @Test
  void shouldGoOutBeforeAnItemThatWouldExceedTheLimit() throws InterruptedException {
    assertThat(lists(tenHeavy(100), 4, 4, 4, 4, 1, 6))
        .containsExactly(List.of(4, 4), List.of(4, 4, 1), List.of(6));
  }

  @Test
  void shouldLetAnItemAboveTheLimitGoAlone() throws InterruptedException {
    assertThat(lists(tenHeavy(100), 1, 11, 2, 3, 1_000, 1_001))
        .containsExactly(List.of(1), List.of(11), List.of(2, 3), List.of(1_000), List.of(1_001));
  }

  @Test
  void shouldGoOutWhenFullToo() throws InterruptedException {
    assertThat(lists(tenHeavy(3), 1, 1, 1, 1, 9, 0, 0, 0, 0))
        .containsExactly(List.of(1, 1, 1), List.of(1, 9), List.of(0, 0, 0), List.of(0));
  }

  @Test
  void shouldNotOverflow() throws InterruptedException {
    ChunkBuilder<Integer, Integer> heaviest =
        Chunks.<Integer>named()
            .chunk("most", 3)
            .weighing(item -> item == 0 ? 1 : Long.MAX_VALUE - 1, Long.MAX_VALUE);
    assertThat(lists(heaviest, 1, 2, 0, 3, 4))
        .containsExactly(List.of(1), List.of(2, 0), List.of(3), List.of(4));
  }

  @Test
  void shouldGoOutBeforeAMetaEvent() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks.build(tenHeavy(100))) {
      pipeline.putAll(List.of(9, 2, 3));
      pipeline.putMeta("commit");
      pipeline.put(4);
      pipeline.finish();
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    assertThat(chunks.seen).containsExactly(List.of(9), List.of(2, 3), "commit", List.of(4));
  }

  @Test
  void shouldSettleTheItemsOfAListAsTheListIs() throws InterruptedException {
    Map<Integer, Settlement> outcomes =
        Told.outcomes(
            40,
            Told.named()
                .chunk("lists", 1_000)
                .weighing(number -> number % 10 == 9 ? 100 : 1, 5)
                .sink(
                    "store",
                    list -> {
                      if (list.contains(9) || list.contains(10)) {
                        throw new IllegalStateException("no room");
                      }
                    })
                .onFailure(FailurePolicy.deadLetter(failed -> {})));
    Map<Integer, Settlement> expected = Told.all(40, Settlement.DONE);
    List.of(9, 10, 11, 12, 13, 14)
        .forEach(number -> expected.put(number, Settlement.DEAD_LETTERED));
    assertThat(outcomes).isEqualTo(expected);
  }

  /** Each worker collects lists of its own. */
  @Test
  void shouldHoldForEachOfSeveralWorkers() throws InterruptedException {
    List<Object> seen = lists(tenHeavy(100).workers(4), Told.numbers(8).toArray(Integer[]::new));
    assertThat(seen)
        .allSatisfy(
            list ->
                assertThat(((List<?>) list).stream().mapToInt(item -> (Integer) item).sum())
                    .isLessThanOrEqualTo(10))
        .flatMap(list -> List.<Object>copyOf((List<?>) list))
        .containsExactlyInAnyOrderElementsOf(List.copyOf(Told.numbers(8)));
  }

  @Test
  void shouldBeDeclaredByOneCall() throws InterruptedException {
    assertThat(
            lists(
                Chunks.<Integer>named().chunk("ten", 100, LIMIT, Integer::longValue, 10), 4, 4, 4))
        .containsExactly(List.of(4, 4), List.of(4));
  }

  @Test
  @SuppressWarnings("NullAway") // what is passed is wrong on purpose
  void shouldRefuseALimitThatIsNone() {
    ChunkBuilder<Integer, Integer> chunk = Chunks.<Integer>named().chunk("ten", 3);
    assertThatThrownBy(() -> chunk.weighing(Integer::longValue, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pipeline 'chunks', step 'ten': limit: 0 is no weight; at least 1");
    assertThatThrownBy(() -> chunk.weighing(null, 1)).hasMessage("weigher: null is not a function");
  }
}
