package io.paipa.coroutine;

import static io.paipa.coroutine.Counted.numbers;
import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapping;
import static io.paipa.coroutine.Reports.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.paipa.PipelineState;
import io.paipa.StepReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a debugger counts, of which steps, and what it leaves as it is. */
class RuntimeDebuggerTest {
  private final Reports reports = new Reports();
  private final RuntimeDebugger debugger =
      RuntimeDebugger.named("numbers").reportingTo(reports::add);

  @Test
  void shouldCountWhatEachStepGetsAndGives() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("odd", filtering(i -> i % 2 != 0))
            .then("chunk", chunk(4))
            .then("flat", flatten())
            .debuggedBy(debugger);

    assertThat(recipe.on(numbers(20)).stream()).hasSize(10).startsWith(1, 3, 5);

    assertThat(reports.last().pipelineName()).isEqualTo("numbers");
    assertThat(reports.last().state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(reports.last().accepted()).isEqualTo(20);
    assertThat(reports.last().steps())
        .extracting(
            StepReport::stepName,
            StepReport::received,
            StepReport::skipped,
            StepReport::emitted,
            step -> step.usage().orElseThrow().elements())
        .containsExactly(
            tuple("odd", 20L, 10L, 10L, 10L),
            tuple("chunk", 10L, 0L, 3L, 10L),
            tuple("flat", 3L, 0L, 10L, 10L));
    assertBalanced(reports.last());
  }

  @Test
  void shouldCountTheUsersCountersForEachStep() {
    int[] queries = new int[1];
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("one", mapping(i -> query(i, queries, 1)))
            .then("none", mapping(i -> i))
            .then("three", mapping(i -> query(i, queries, 3)))
            .debuggedBy(debugger.counting("queries", () -> queries[0]));
    queries[0] = 100;

    consume(recipe.on(numbers(5)));

    assertThat(reports.usage("one").counters()).containsExactly(Map.entry("queries", 5L));
    assertThat(reports.usage("none").counters()).containsEntry("queries", 0L);
    assertThat(reports.usage("three").counters()).containsEntry("queries", 15L);
  }

  private static int query(int item, int[] queries, int count) {
    queries[0] += count;
    return item;
  }

  @Test
  void shouldStayAsLazyAsTheRecipe() {
    Counted source = Counted.endless();
    Recipe<Integer, List<Integer>> recipe =
        Recipe.<Integer>identity().then(mapping(i -> i)).then(chunk(3)).debuggedBy(debugger);
    consume(recipe.on(source), 2);
    assertThat(source.pulled()).isEqualTo(6);
  }

  @Test
  void shouldMeasureWhatIsBeforeItAlone() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("measured", mapping(i -> i))
            .debuggedBy(debugger)
            .then("not", mapping(i -> i));
    consume(recipe.on(numbers(3)));
    assertThat(reports.last().steps()).extracting(StepReport::stepName).containsExactly("measured");
    assertThat(reports.last().state()).isEqualTo(PipelineState.COMPLETED);
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldStayBehindWhenTheRecipeIsSerialised() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Recipe.<Integer, Integer>mapping(i -> i + 1).debuggedBy(debugger));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Recipe<Integer, Integer> copy = (Recipe<Integer, Integer>) in.readObject();
      assertThat(copy.on(numbers(2)).stream()).containsExactly(2, 3);
    }
    assertThat(reports.all()).isEmpty();
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"})
  void shouldRefuseBadUse() {
    assertThatThrownBy(() -> RuntimeDebugger.named(" "))
        .hasMessage("debugger name: empty; give it a name");
    assertThatThrownBy(() -> debugger.reportingTo(null))
        .hasMessage("reporter: null is not a reporter");
    assertThatThrownBy(() -> debugger.every(Duration.ZERO))
        .hasMessage("interval: PT0S is not positive");
    assertThatThrownBy(() -> debugger.counting("a", () -> 1).counting("a", () -> 2))
        .hasMessage("counter name: 'a' is empty, or another counter's");
    assertThatThrownBy(() -> debugger.counting("a", null))
        .hasMessage("counter 'a': null counts nothing");
    assertThatThrownBy(() -> Recipe.identity().debuggedBy(null))
        .hasMessage("debugger: null measures nothing");
  }

  @Test
  void shouldGoOnThoughACounterFails() {
    boolean[] fails = {false};
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then("step", mapping(i -> i))
            .debuggedBy(
                debugger.counting(
                    "queries",
                    () -> {
                      if (fails[0]) {
                        throw new IllegalStateException("no connection");
                      }
                      return 7;
                    }));
    CloseableIterator<Integer> results = recipe.on(numbers(3));
    results.next();
    fails[0] = true;
    assertThat(consume(results)).isEqualTo(2);
    assertThat(reports.last().state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(reports.usage("step").counters()).containsEntry("queries", 0L);
  }
}
