package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.StepDefinition.OfItems.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The definition of a pipeline is data: it can be read, and does not change. */
class DefinitionTest {
  private static final CheckedFunction<String, Integer> LENGTH = String::length;
  private static final CheckedPredicate<Integer> KNOWN = Objects::nonNull;

  private static PipelineDefinition<String, List<Integer>> definition() {
    return Pipeline.<String>named("lengths")
        .map("length", LENGTH)
        .workers(4)
        .ordered()
        .filter("known", KNOWN)
        .<Integer>iterate("same", items -> items)
        .chunk("batch", 10, Duration.ofSeconds(1))
        .capacity(8)
        .defaults(options().workers(2).retrying(3, Backoff.none()))
        .definition();
  }

  @Test
  void shouldTellTheStepsInTheirOrder() {
    PipelineDefinition<?, ?> definition = definition();
    assertThat(definition.name()).isEqualTo("lengths");
    assertThat(definition.steps())
        .extracting(StepDefinition::name)
        .containsExactly("length", "known", "same", "batch");
    assertThat(definition.steps().get(0))
        .isInstanceOfSatisfying(
            StepDefinition.OfItems.class,
            step -> {
              assertThat(step.kind()).isEqualTo(Kind.MAP);
              assertThat(step.function()).isSameAs(LENGTH);
            });
    assertThat(definition.steps().get(1))
        .isInstanceOfSatisfying(
            StepDefinition.OfItems.class,
            step -> {
              assertThat(step.kind()).isEqualTo(Kind.FILTER);
              assertThat(step.function()).isSameAs(KNOWN);
            });
    assertThat(definition.steps().get(2)).isInstanceOf(StepDefinition.Iterating.class);
    assertThat(definition.steps().get(3))
        .isInstanceOfSatisfying(
            StepDefinition.Chunking.class,
            step -> {
              assertThat(step.size()).isEqualTo(10);
              assertThat(step.within()).contains(Duration.ofSeconds(1));
              assertThat(step.weighing()).isEmpty();
              assertThat(step.grouping()).isEmpty();
            });
  }

  @Test
  void shouldTellWhatMakesAChunk() {
    Weigher<String> weigher = String::length;
    KeyFunction<String> key = String::isBlank;
    PipelineDefinition<?, ?> definition =
        Pipeline.<String>named("chunks")
            .chunk("batch", 10)
            .groupedBy(key, 7)
            .weighing(weigher, 100)
            .within(Duration.ofSeconds(1))
            .capacity(8)
            .definition();
    assertThat(definition.steps().get(0))
        .isInstanceOfSatisfying(
            StepDefinition.Chunking.class,
            step -> {
              assertThat(step.within()).contains(Duration.ofSeconds(1));
              assertThat(step.weighing()).contains(new StepDefinition.Weighing(weigher, 100));
              assertThat(step.grouping()).contains(new StepDefinition.Grouping(key, 7));
              assertThat(step.options()).isEqualTo(options().capacity(8));
            });
  }

  @Test
  void shouldTellTheKindsOfSteps() {
    PipelineDefinition<?, ?> definition =
        Pipeline.<String>named("kinds")
            .map("map", s -> s)
            .filter("filter", s -> true)
            .flatMap("flatMap", Stream::of)
            .flatMapIterable("flatMapIterable", List::of)
            .mapMulti("mapMulti", String.class, (s, out) -> out.emit(s))
            .peek("peek", s -> {})
            .<String>step("step", () -> (s, out) -> out.emit(s))
            .sink("sink", s -> {})
            .definition();
    assertThat(definition.steps())
        .extracting(step -> ((StepDefinition.OfItems) step).kind())
        .containsExactly(
            Kind.MAP,
            Kind.FILTER,
            Kind.FLAT_MAP,
            Kind.FLAT_MAP_ITERABLE,
            Kind.MAP_MULTI,
            Kind.PEEK,
            Kind.STEP,
            Kind.SINK);
  }

  /** The defaults that a step can have are among its options, if it does not set its own. */
  @Test
  void shouldTellTheOptions() {
    PipelineDefinition<?, ?> definition = definition();
    StepOptions length = definition.steps().get(0).options();
    assertThat(length.get(StepOption.WORKERS)).contains(4);
    assertThat(length.get(StepOption.ORDERED)).contains(true);
    assertThat(length.get(StepOption.RETRYING).map(StepOption.Retries::max)).contains(3);
    assertThat(length.get(StepOption.CAPACITY)).isEmpty();
    assertThat(length.getOrDefault(StepOption.CAPACITY)).contains(1_024);
    assertThat(length.getOrDefault(StepOption.ITEM_TIMEOUT)).isEmpty();
    StepOptions batch = definition.steps().get(3).options();
    assertThat(batch).hasToString("{workers=2, capacity=8}"); // a chunk has no retries
    assertThat(definition.defaults().get(StepOption.WORKERS)).contains(2);
  }

  @Test
  void shouldTellTheSettings() {
    Builder<String, Integer> builder = Pipeline.<String>named("settings").map("length", LENGTH);
    PipelineDefinition<?, ?> plain = builder.definition();
    assertThat(plain.daemon()).isEmpty();
    assertThat(plain.threadFactory()).isEmpty();
    assertThat(plain.whenFailed()).isEmpty();
    assertThat(plain.tracker()).isEmpty();
    assertThat(plain.reporter()).isEmpty();
    assertThat(plain.reportInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(plain.terminationTimeout()).isEqualTo(Duration.ofSeconds(10));
    Tracker tracker = new Tracker() {};
    Reporter reporter = report -> {};
    Consumer<PipelineException> callback = failure -> {};
    ThreadFactory threads = Thread::new;
    PipelineDefinition<?, ?> set =
        builder
            .daemon(false)
            .threadFactory(threads)
            .whenFailed(callback)
            .tracker(tracker)
            .reporter(reporter, Duration.ofHours(1))
            .terminationTimeout(Duration.ofMinutes(1))
            .definition();
    assertThat(set.daemon()).contains(false);
    assertThat(set.threadFactory()).containsSame(threads);
    assertThat(set.whenFailed()).hasValueSatisfying(c -> assertThat(c).isSameAs(callback));
    assertThat(set.tracker()).containsSame(tracker);
    assertThat(set.reporter()).containsSame(reporter);
    assertThat(set.reportInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(set.terminationTimeout()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void shouldNotChange() {
    PipelineDefinition<String, List<Integer>> definition = definition();
    String before = definition.toString();
    Builder<String, List<Integer>> longer =
        definition.toBuilder().peek("more", list -> {}).workers(3).defaults(options());
    assertThat(definition).hasToString(before);
    assertThat(longer.definition().steps()).hasSize(5);
    assertThatThrownBy(() -> definition.steps().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** The functions and options are the same, and so is what they are drawn as. */
  @Test
  void shouldBuildThePipelineAgain() {
    PipelineDefinition<String, List<Integer>> definition = definition();
    try (Pipeline<String, List<Integer>> pipeline = definition.toBuilder().build()) {
      assertThat(pipeline.definition().steps()).isEqualTo(definition.steps());
      assertThat(pipeline.report().steps())
          .extracting(StepReport::workers)
          .containsExactly(4, 2, 2, 2);
    }
  }
}
