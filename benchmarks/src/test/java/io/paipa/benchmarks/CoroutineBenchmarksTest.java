package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmarks of recipes and of {@code mapConcurrent} do what they are measured at. */
class CoroutineBenchmarksTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void shouldGiveTheSameByRecipeAndStream(int steps) {
    List<Integer> items = IntStream.range(0, 5_000).boxed().toList();
    List<Integer> results = CheapSteps.stream(items.stream(), steps).toList();
    assertThat(results).hasSizeBetween(4_000, 4_999);
    assertThat(CheapSteps.recipe(steps).on(items).stream()).isEqualTo(results);
    CoroutineThroughput throughput = new CoroutineThroughput();
    throughput.steps = steps;
    throughput.prepare();
    List<Runnable> methods =
        List.of(
            throughput::recipe,
            throughput::stream,
            throughput::recipePulled,
            throughput::recipeDebugged,
            throughput::streamPulled);
    assertThat(methods)
        .allSatisfy(method -> assertThatCode(method::run).doesNotThrowAnyException());
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "paipaOrdered", "parallelStream"})
  void shouldMapEachItem(String engine) {
    map(engine);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24)
  void shouldMapEachItemByGatherers() {
    map("gatherers");
  }

  private static void map(String engine) {
    MapConcurrent benchmark = new MapConcurrent();
    benchmark.engine = engine;
    List<Integer> items = IntStream.range(0, 1_000).boxed().toList();
    assertThatCode(() -> benchmark.map(items, item -> item)).doesNotThrowAnyException();
    assertThatThrownBy(() -> benchmark.map(items, item -> item == 5 ? 6 : item))
        .isInstanceOf(Exception.class)
        .hasMessageContaining("arrived");
    benchmark.close();
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_23)
  void shouldSayWhichJdkHasGatherers() {
    assertThatThrownBy(() -> Gathering.mapConcurrent(Stream.of(1), 2, item -> item))
        .hasMessage("engine: gatherers need JDK 24 or newer");
  }
}
