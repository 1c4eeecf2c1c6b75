package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each key has a list of its own; of too many, the oldest goes; several go oldest first. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChunkByKeyTest {
  private final Chunks chunks = new Chunks();

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(Chunks.NAME);
    Threads.assertNoneOf(Told.NAME);
  }

  /** The key of an item is its first letter. */
  private static ChunkBuilder<String, String> grouped(int size, int openAtMost) {
    return Chunks.<String>named()
        .chunk("group", size)
        .groupedBy(item -> item.charAt(0), openAtMost);
  }

  private List<Object> lists(ChunkBuilder<String, String> chunk, String... items)
      throws InterruptedException {
    try (Pipeline<String, Void> pipeline = chunks.build(chunk)) {
      pipeline.putIterable(List.of(items));
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    return chunks.seen;
  }

  @Test
  void shouldHaveItemsOfOneKeyInAList() throws InterruptedException {
    assertThat(lists(grouped(3, 10), "a1", "b1", "a2", "c1", "b2", "a3", "a4"))
        .containsExactly(
            List.of("a1", "a2", "a3"), List.of("b1", "b2"), List.of("c1"), List.of("a4"));
  }

  /** A list that has gone out counts anew: its key's next one is the youngest. */
  @Test
  void shouldCountTheAgeOfAListFromItsFirstItem() throws InterruptedException {
    assertThat(lists(grouped(2, 10), "a1", "b1", "a2", "a3", "c1"))
        .containsExactly(List.of("a1", "a2"), List.of("b1"), List.of("a3"), List.of("c1"));
  }

  @Test
  void shouldKeepOneListAtATimeIfToldSo() throws InterruptedException {
    assertThat(lists(grouped(3, 1), "a1", "a2", "b1", "a3", "a4", "a5", "a6"))
        .containsExactly(
            List.of("a1", "a2"), List.of("b1"), List.of("a3", "a4", "a5"), List.of("a6"));
  }

  @Test
  void shouldHaveAWeightForEachList() throws InterruptedException {
    assertThat(
            lists(
                grouped(100, 10).weighing(item -> item.length(), 10),
                "aaaaaa",
                "bbbbbbb",
                "aaa",
                "bbbb",
                "aa",
                "ccccccccccc",
                "a"))
        .containsExactly(
            List.of("bbbbbbb"),
            List.of("aaaaaa", "aaa"),
            List.of("ccccccccccc"),
            List.of("bbbb"),
            List.of("aa", "a"));
  }

  @Test
  void shouldGoOutBeforeAMetaEventOldestFirst() throws InterruptedException {
    try (Pipeline<String, Void> pipeline = chunks.build(grouped(2, 10))) {
      pipeline.putAll(List.of("c1", "a1", "b1", "c2", "c3"));
      pipeline.putMeta("commit");
      pipeline.putAll(List.of("b2", "a2"));
      pipeline.finish();
      pipeline.run();
      assertNothingAbandoned(pipeline);
    }
    assertThat(chunks.seen)
        .containsExactly(
            List.of("c1", "c2"),
            List.of("a1"),
            List.of("b1"),
            List.of("c3"),
            "commit",
            List.of("b2"),
            List.of("a2"));
  }

  /** The lists go out one by one, and so are their items settled. */
  @Test
  void shouldSettleTheItemsOfAListWhenTheListIsDealtWith() throws InterruptedException {
    try (Pipeline<String, Void> pipeline = chunks.build(grouped(2, 10))) {
      pipeline.start();
      CompletableFuture<Settlement> a = pipeline.submit("a1").toCompletableFuture();
      CompletableFuture<Settlement> b = pipeline.submit("b1").toCompletableFuture();
      pipeline.put("c1");
      pipeline.put("a2");
      Threads.await(a::isDone);
      assertThat(b).isNotDone();
      pipeline.stop();
      assertThat(a).isCompletedWithValue(Settlement.DONE);
      assertThat(b).isCompletedWithValue(Settlement.DONE);
    }
  }

  @Test
  void shouldTellASourceOfTheItemsOfEachList() throws InterruptedException {
    Map<Integer, Settlement> outcomes =
        Told.outcomes(
            1_000,
            Told.named()
                .chunk("lists", 7)
                .groupedBy(number -> number % 40, 20)
                .sink(
                    "store",
                    list -> {
                      if (list.get(0) % 40 == 13) {
                        throw new IllegalStateException("no room");
                      }
                    })
                .onFailure(FailurePolicy.deadLetter(failed -> {})));
    Map<Integer, Settlement> expected = Told.all(1_000, Settlement.DONE);
    expected.replaceAll(
        (item, outcome) -> item % 40 == 13 ? Settlement.DEAD_LETTERED : Settlement.DONE);
    assertThat(outcomes).isEqualTo(expected);
  }

  @Test
  void shouldRefuseSeveralWorkers() {
    String refusal =
        "pipeline 'chunks', step 'group': workers: 4 are too many for groupedBy, for the items of a"
            + " key have to come to the same worker; leave workers out";
    assertThatThrownBy(() -> grouped(3, 10).workers(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(refusal);
    assertThatThrownBy(() -> grouped(3, 10).with(options().workers(4))).hasMessage(refusal);
    ChunkBuilder<String, String> several = Chunks.<String>named().chunk("group", 3).workers(4);
    assertThatThrownBy(() -> several.groupedBy(item -> item, 10)).hasMessage(refusal);
    assertThat(grouped(3, 10).workers(1).definition().steps()).hasSize(1);
  }

  @Test
  void shouldHaveOneWorkerWhateverTheDefaultsSay() {
    try (Pipeline<String, List<String>> pipeline =
        grouped(3, 10).capacity(4).defaults(options().workers(4)).build()) {
      assertThat(pipeline.report().steps()).extracting(StepReport::workers).containsExactly(1);
      assertThat(pipeline.definition().steps())
          .extracting(StepDefinition::options)
          .containsExactly(options().capacity(4));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what is passed is wrong on purpose
  void shouldRefuseANumberOfListsThatIsNone() {
    ChunkBuilder<Integer, Integer> chunk = Chunks.<Integer>named().chunk("group", 3);
    assertThatThrownBy(() -> chunk.groupedBy(item -> item, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pipeline 'chunks', step 'group': openAtMost: 0 is not a number of open lists; at least"
                + " 1");
    assertThatThrownBy(() -> chunk.groupedBy(null, 1)).hasMessage("key: null is not a function");
  }
}
