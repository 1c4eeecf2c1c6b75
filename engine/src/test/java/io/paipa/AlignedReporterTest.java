package io.paipa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.Recipe;
import io.paipa.coroutine.RuntimeDebugger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same reporter makes a table of a threaded pipeline's ledger and of a measured recipe. */
class AlignedReporterTest {
  private static final String SHARES = "( +\\d+ %){3}";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();

  private void assertAligned() {
    assertThat(lines.stream().filter(line -> line.startsWith("  ")).map(String::length).distinct())
        .hasSize(1);
  }

  @Test
  void shouldTabulateTheLedgerOfAThreadedPipeline() throws InterruptedException {
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("threaded")
            .filter("even", i -> i % 2 == 0)
            .workers(2)
            .sink("a sink", i -> {})
            .reporter(Reporter.aligned(lines::add), Duration.ofHours(1))
            .build()) {
      pipeline.putIterable(numbers);
      pipeline.run();
    }
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .matches("threaded: COMPLETED after \\d+\\.\\d s, 1,000 items accepted");
    assertThat(lines.get(1).strip().split("  +"))
        .containsExactly(
            "step",
            "received",
            "done",
            "emitted",
            "skipped",
            "items/s",
            "busy",
            "blocked",
            "waiting");
    assertThat(lines.get(2)).matches("  even +1,000 +500 +500 +500 +[\\d,]+" + SHARES);
    assertThat(lines.get(3)).matches("  a sink +500 +500 +0 +0 +[\\d,]+" + SHARES);
    assertAligned();
  }

  @Test
  void shouldTabulateWhatTheStepsOfARecipeHaveUsed() {
    AtomicInteger queries = new AtomicInteger();
    Recipe<Integer, List<Integer>> recipe =
        Recipe.<Integer>identity()
            .then("look up", Recipe.mapping(i -> queries.incrementAndGet()))
            .then(Recipe.chunk(10))
            .debuggedBy(
                RuntimeDebugger.named("recipe")
                    .reportingTo(Reporter.aligned(lines::add))
                    .counting("queries", queries::get));
    Recipe.consume(recipe.on(numbers));
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1).strip().split("  +"))
        .containsExactly(
            "step",
            "received",
            "done",
            "emitted",
            "elements",
            "elements/s",
            "own time",
            "user",
            "system",
            "allocated",
            "queries");
    assertThat(lines.get(2))
        .matches(
            "  look up +1,000 +1,000 +1,000 +1,000 +[\\d,]+ +[\\d,.]+ ms +[\\d,.]+ ms +[\\d,.]+ ms"
                + " +[\\d,.]+ kB +1,000");
    assertThat(lines.get(3)).matches("  chunk +1,000 +1,000 +100 +1,000 .* 0");
    assertAligned();
  }

  @Test
  void shouldSayWhyItFailed() {
    Recipe<Integer, Integer> recipe =
        Recipe.of("divide", Recipe.<Integer, Integer>mapping(i -> 1 / i))
            .debuggedBy(RuntimeDebugger.named("recipe").reportingTo(Reporter.aligned(lines::add)));
    assertThatThrownBy(() -> Recipe.consume(recipe.on(numbers)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(lines.get(0)).startsWith("recipe: FAILED");
    assertThat(lines.get(lines.size() - 1)).contains("step 'divide'", "/ by zero");
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldRefuseNull() {
    assertThatThrownBy(() -> Reporter.aligned(null)).hasMessage("lines: null takes no lines");
  }
}
