package io.paipa.coroutine;

import static io.paipa.StepOptions.options;
import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapMulti;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes and threaded pipelines: each is a source of the other, and a recipe is a step, too. */
class BridgesTest {
  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldApplyARecipeOnceForEachWorker(int workers) throws InterruptedException {
    AtomicInteger applications = new AtomicInteger();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then(filtering(i -> i % 2 == 0))
            .then(
                mapMulti(
                    () -> {
                      applications.incrementAndGet();
                      Thread own = Thread.currentThread();
                      threads.add(own);
                      return (item, out) -> {
                        assertThat(Thread.currentThread()).isSameAs(own);
                        out.emit(item);
                        out.emit(-item);
                      };
                    }));
    Set<Integer> arrived = ConcurrentHashMap.newKeySet();
    try (Pipeline<Integer, Void> pipeline =
        Pipeline.<Integer>named("bridges")
            .iterate("recipe", recipe)
            .workers(workers)
            .sink("sink", arrived::add)
            .build()) {
      pipeline.putIterable(numbers(10_000));
      pipeline.run();
      StepReport step = pipeline.report().steps().get(0);
      assertThat(step.received()).isEqualTo(10_000);
      assertThat(step.emitted()).isEqualTo(10_000);
    }
    assertThat(arrived).hasSize(10_000);
    assertThat(applications).hasValue(workers);
    assertThat(threads).hasSize(workers);
  }

  @Test
  void shouldBeALazySourceThatIsClosedByThePipeline() throws InterruptedException {
    Counted read = Counted.to(1_000);
    Counted endless = Counted.endless();
    Recipe<Integer, List<Integer>> recipe =
        Recipe.<Integer>identity().then(mapping(i -> i)).then(chunk(10));
    try (Pipeline<List<Integer>, Integer> pipeline =
        Pipeline.<List<Integer>>named("bridges").map("sum", BridgesTest::sum).workers(4).build()) {
      pipeline.putIterator(recipe.on(read));
      pipeline.run();
      assertThat(pipeline.count()).isEqualTo(100);
    }
    assertThat(read.closed()).isEqualTo(1);

    try (Pipeline<List<Integer>, Integer> pipeline =
        Pipeline.<List<Integer>>named("bridges").map("sum", BridgesTest::sum).workers(4).build()) {
      pipeline.putIterator(recipe.on(endless));
      try (Stream<Integer> results = pipeline.results()) {
        assertThat(results.limit(5)).hasSize(5);
      }
    }
    assertThat(endless.closed()).isEqualTo(1);
  }

  private static int sum(List<Integer> items) {
    return items.stream().mapToInt(i -> i).sum();
  }

  @Test
  void shouldFailThePipelineWhoseSourceItIs() {
    Counted source = Counted.endless();
    Recipe<Integer, Integer> recipe = mapping(i -> 1 / (100 - i));
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("bridges").map("same", i -> i).workers(2).build()) {
      pipeline.putIterator(recipe.on(source));
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasCauseInstanceOf(ArithmeticException.class);
      assertThat(pipeline.report().accepted()).isEqualTo(99);
    }
    assertThat(source.closed()).isEqualTo(1);
  }

  private static Pipeline<Integer, Integer> doubling(int workers) {
    return Pipeline.<Integer>named("bridges")
        .map("double", i -> i == 100 ? 1 / (i - 100) : 2 * i)
        .workers(workers)
        .ordered()
        .build();
  }

  @Test
  void shouldReadTheResultsOfAThreadedPipelineInOrder() {
    try (Pipeline<Integer, Integer> pipeline = doubling(8)) {
      pipeline.putIterable(numbers(99));
      Recipe<Integer, Integer> recipe =
          Recipe.<Integer>chunk(10).then(flatten()).then(mapping(i -> i / 2));
      assertThat(recipe.on(pipeline.results()).stream()).isEqualTo(numbers(99));
      assertThat(pipeline.state()).isEqualTo(PipelineState.COMPLETED);
    }
  }

  @Test
  void shouldAbortTheThreadedPipelineWhenClosedEarly() {
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("bridges").map("same", i -> i).workers(4).build()) {
      pipeline.putStream(Stream.iterate(1, i -> i + 1));
      try (CloseableIterator<List<Integer>> lists =
          Recipe.<Integer>chunk(7).on(pipeline.results())) {
        assertThat(lists.next()).hasSize(7);
      }
      assertThat(pipeline.state()).isEqualTo(PipelineState.ABORTED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void shouldGiveWhatCameBeforeAFailureOfTheThreadedPipeline(int workers) {
    List<Integer> read = new ArrayList<>();
    try (Pipeline<Integer, Integer> pipeline = doubling(workers)) {
      pipeline.putIterable(numbers(1_000));
      Recipe<Integer, Integer> recipe = mapping(i -> i / 2);
      CloseableIterator<Integer> results = recipe.on(pipeline.results());
      assertThatThrownBy(() -> results.forEachRemaining(read::add))
          .isInstanceOf(PipelineException.class)
          .hasMessageContaining("step 'double'")
          .hasCauseInstanceOf(ArithmeticException.class);
    }
    if (workers == 1) {
      assertThat(read).isEqualTo(numbers(99));
    } else { // other workers may still have had earlier items in hand
      assertThat(read).isEqualTo(numbers(read.size())).hasSizeLessThan(100);
    }
  }

  @Test
  void shouldReadWhatIsMappedConcurrently() {
    Recipe<Integer, List<Integer>> recipe = chunk(100);
    try (CloseableIterator<List<Integer>> lists =
        recipe.on(Pipeline.mapConcurrent(numbers(1_000), options().workers(8).ordered(), i -> i))) {
      assertThat(lists.next()).isEqualTo(numbers(100));
      assertThat(consume(lists)).isEqualTo(9);
    }
  }

  @Test
  void shouldHaveThreadsBetweenTwoRecipes() {
    Recipe<String, Integer> parse =
        Recipe.<String>identity()
            .then(filtering(line -> !line.isBlank()))
            .then(mapping(Integer::valueOf));
    Recipe<Integer, Integer> total =
        Recipe.<Integer>chunk(Integer.MAX_VALUE).then(mapping(BridgesTest::sum));
    try (Pipeline<Integer, Integer> pipeline =
        Pipeline.<Integer>named("bridges").map("square", i -> i * i).workers(16).build()) {
      pipeline.putIterator(parse.on(Stream.of("1", "", "2", "3")));
      assertThat(total.on(pipeline.results()).next()).isEqualTo(14);
    }
  }
}
