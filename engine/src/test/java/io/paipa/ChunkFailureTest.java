package io.paipa;

import static io.paipa.LedgerAssert.assertNothingAbandoned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item whose weight or key can't be found out fails alone: the lists are as they were. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChunkFailureTest {
  private final Chunks chunks = new Chunks();
  private final List<String> dead = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(Chunks.NAME);
    Threads.assertNoneOf(Told.NAME);
  }

  private static long weight(int item) {
    if (item == 13) {
      throw new IllegalStateException("unlucky");
    }
    return item;
  }

  private static ChunkBuilder<Integer, Integer> tenHeavy() {
    return Chunks.<Integer>named().chunk("ten", 100).weighing(ChunkFailureTest::weight, 10);
  }

  private <T> StepReport run(ChunkBuilder<T, T> chunk, List<T> items) throws InterruptedException {
    try (Pipeline<T, Void> pipeline = chunks.build(chunk)) {
      pipeline.putIterable(items);
      StepReport step = pipeline.run().steps().get(0);
      assertNothingAbandoned(pipeline);
      return step;
    }
  }

  private <T> FailurePolicy<T> deadLetters() {
    return FailurePolicy.deadLetter(
        failed -> dead.add(failed.item() + ": " + failed.cause().getMessage()));
  }

  @Test
  void shouldFailThePipelineByDefault() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline = chunks.build(tenHeavy())) {
      pipeline.putIterable(List.of(1, 2, -3, 4));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("pipeline 'chunks', step 'ten': an item failed: item -3, attempt 1")
          .hasRootCauseInstanceOf(IllegalArgumentException.class)
          .hasRootCauseMessage("its weight is -3; give 0 or more");
      assertThat(chunks.seen).isEmpty();
      StepReport step = pipeline.report().steps().get(0);
      assertThat(step.failed()).isEqualTo(1);
      assertThat(step.abandoned()).isEqualTo(3);
    }
  }

  @Test
  void shouldTakeTheFailurePolicyOfItsStep() throws InterruptedException {
    StepReport step =
        run(tenHeavy().onFailure(deadLetters()), List.of(1, 2, -3, 4, 13, 2, 5, 13, 12, -1));
    assertThat(chunks.seen).containsExactly(List.of(1, 2, 4, 2), List.of(5), List.of(12));
    assertThat(dead)
        .containsExactly(
            "-3: its weight is -3; give 0 or more",
            "13: unlucky",
            "13: unlucky",
            "-1: its weight is -1; give 0 or more");
    assertThat(step.deadLettered()).isEqualTo(4);
    assertThat(step.done()).isEqualTo(6);
    assertThat(step.retried()).isZero();
  }

  @Test
  void shouldTakeTheFailurePolicyOfTheDefaults() throws InterruptedException {
    try (Pipeline<Integer, List<Integer>> pipeline =
        tenHeavy().defaults(StepOptions.options().onFailure(FailurePolicy.skip())).build()) {
      pipeline.putIterable(List.of(1, 13, 2));
      StepReport step = pipeline.run().steps().get(0);
      assertThat(step.skipped()).isEqualTo(1);
      assertThat(step.done()).isEqualTo(2);
    }
  }

  @Test
  void shouldDropAnItemThatIsToBeSkipped() throws InterruptedException {
    StepReport step =
        run(
            Chunks.<Integer>named()
                .chunk("odd", 2)
                .groupedBy(
                    item -> {
                      if (item % 2 == 0) {
                        throw Skip.item();
                      }
                      return item % 3;
                    },
                    10),
            List.of(1, 2, 3, 4, 5, 7));
    assertThat(chunks.seen).containsExactly(List.of(1, 7), List.of(3), List.of(5));
    assertThat(step.skipped()).isEqualTo(2);
  }

  /** A key whose code throws for some, and has one hash for all. */
  private record Odd(String name) {
    @Override
    @SuppressWarnings("EqualsUsingHashCode") // as its users' may be
    public boolean equals(@Nullable Object other) {
      String others = ((Odd) Objects.requireNonNull(other)).name;
      if (name.equals("unequalled") || others.equals("unequalled")) {
        throw new IllegalStateException("no equal");
      }
      return name.equals(others);
    }

    @Override
    public int hashCode() {
      if (name.equals("unhashed")) {
        throw new IllegalStateException("no hash");
      }
      return 1;
    }
  }

  private static ChunkBuilder<String, String> byOddKeys(int size, int openAtMost) {
    return Chunks.<String>named()
        .chunk("group", size)
        .groupedBy(item -> item.equals("keyless") ? null : new Odd(item), openAtMost);
  }

  @Test
  void shouldFailIfItsKeyIsNullOrThrows() throws InterruptedException {
    StepReport step =
        run(
            byOddKeys(2, 2).onFailure(deadLetters()),
            List.of("a", "unhashed", "b", "unequalled", "c", "keyless", "b", "unequalled", "a"));
    assertThat(chunks.seen)
        .containsExactly(List.of("a"), List.of("b", "b"), List.of("c"), List.of("a"));
    assertThat(dead)
        .containsExactly(
            "unhashed: no hash",
            "unequalled: no equal",
            "keyless: its key is null; give it one, or filter the item out before",
            "unequalled: no equal");
    assertThat(step.deadLettered()).isEqualTo(4);
    assertThat(step.done()).isEqualTo(5);
  }

  /** A list goes out without a look at its key: no hook meets what that throws. */
  @Test
  void shouldNotMindAKeyThatThrowsWhenAListGoesOut() throws InterruptedException {
    StepReport step =
        run(byOddKeys(2, 10).onFailure(deadLetters()), List.of("unequalled", "a", "b", "b"));
    assertThat(chunks.seen).containsExactly(List.of("unequalled"));
    assertThat(dead).containsExactly("a: no equal", "b: no equal", "b: no equal");
    assertThat(step.done()).isEqualTo(1);
  }

  @Test
  void shouldSettleItAsItsPolicySays() throws InterruptedException {
    Map<Integer, Settlement> expected = Told.all(100, Settlement.DONE);
    expected.put(13, Settlement.DEAD_LETTERED);
    Map<Integer, Settlement> outcomes =
        Told.outcomes(
            100,
            Told.named()
                .chunk("lists", 7)
                .weighing(ChunkFailureTest::weight, 200)
                .groupedBy(number -> number % 5, 3)
                .onFailure(deadLetters())
                .sink("store", list -> {}));
    assertThat(outcomes).isEqualTo(expected);
    assertThat(dead).containsExactly("13: unlucky");
  }
}
