package io.paipa;

import static io.paipa.StepOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What can't follow a step, or be an option of it, is refused at the call. */
@SuppressWarnings("NullAway") // what is passed is wrong on purpose
class RefusedStepsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Builder<Integer, Integer> builder() {
    return Pipeline.named("refusing");
  }

  private static void behindTheSink(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pipeline 'refusing', step 'next': it would stand behind the sink 'end', which has no"
                + " outputs; use peek there to pass the items on");
  }

  @Test
  void shouldBeRefusedBehindASink() {
    StepBuilder<Integer, Integer, Void> sink = builder().sink("end", item -> {});
    behindTheSink(() -> sink.map("next", nothing -> 1));
    behindTheSink(() -> sink.sink("next", nothing -> {}));
    behindTheSink(() -> sink.iterate("next", nothings -> nothings));
    behindTheSink(() -> sink.iterateStream("next", nothings -> nothings));
    behindTheSink(() -> sink.chunk("next", 3));
    behindTheSink(() -> sink.workers(2).daemon(true).peek("next", nothing -> {}));
    assertThat(sink.workers(2).daemon(true).definition().steps()).hasSize(1);
  }

  private static void more(ThrowingCallable call, String step) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pipeline 'refusing', step '"
                + step
                + "': the function given to with(...) did more than set options; it has to give"
                + " back the step that it got, with options, and steps are added behind with(...)");
  }

  @Test
  void shouldBeRefusedAmongOptions() {
    StepBuilder<Integer, Integer, Integer> map = builder().map("first", i -> i);
    more(() -> map.with(s -> s.filter("second", i -> true)), "first");
    more(() -> map.with(s -> s.workers(2).peek("second", i -> {}).workers(3)), "first");
    more(() -> map.with(s -> builder().map("other", i -> i)), "first");
    more(() -> map.with(s -> null), "first");
    more(
        () -> map.map("last", i -> i).with(s -> map.peek("more", i -> {}).map("last", i -> i)),
        "last");
    IteratorStepBuilder<Integer, Integer> iterate =
        map.iterate("pull", (IteratorStep<Integer, Integer>) items -> items);
    more(() -> iterate.with(s -> s.iterateStream("second", items -> items)), "pull");
    more(() -> iterate.with(s -> builder().iterateStream("pull", items -> items)), "pull");
  }

  @Test
  void shouldTakeOptionsAmongOptions() {
    StepDefinition step =
        builder()
            .map("first", i -> i)
            .with(s -> s.workers(3).ordered())
            .definition()
            .steps()
            .get(0);
    assertThat(step.options()).isEqualTo(options().workers(3).ordered());
  }

  @Test
  void shouldNameAnOptionThatTheKindOfStepCanNotHave() {
    ChunkBuilder<Integer, Integer> chunk = builder().chunk("collect", 3);
    IteratorStepBuilder<Integer, Integer> iterate = builder().iterateStream("pull", items -> items);
    List<StepOptions> ofItems =
        List.of(
            options().ordered(),
            options().set(StepOption.KEYED, (Object item) -> item),
            options().retrying(0, Backoff.none()),
            options().onFailure(FailurePolicy.failPipeline()),
            options().itemTimeout(SECOND));
    List<String> names = List.of("ordered", "keyed", "retrying", "onFailure", "itemTimeout");
    for (int i = 0; i < names.size(); i++) {
      StepOptions options = options().workers(3).with(ofItems.get(i));
      String rest = names.get(i) + "; give it to other steps, or to all of them by defaults(...)";
      if (!names.get(i).equals("onFailure")) {
        assertThatThrownBy(() -> chunk.with(options))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "pipeline 'refusing', step 'collect': a chunk step can't have the option " + rest);
      }
      assertThatThrownBy(() -> iterate.with(options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "pipeline 'refusing', step 'pull': an iterator step can't have the option " + rest);
    }
    assertThatThrownBy(() -> chunk.set(StepOption.ORDERED, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step 'collect': a chunk step can't have the option ordered");
  }

  /** Among the defaults, such an option is for the other steps. */
  @Test
  void shouldRunWithDefaultsThatAStepCanNotHave() {
    StepOptions defaults =
        options()
            .workers(2)
            .ordered()
            .retrying(1, Backoff.none())
            .onFailure(FailurePolicy.skip())
            .itemTimeout(SECOND);
    try (Pipeline<Integer, List<Integer>> pipeline =
        builder()
            .iterateStream("pull", items -> items)
            .chunk("collect", 3)
            .defaults(defaults)
            .build()) {
      pipeline.putStream(Stream.of(1, 2, 3));
      pipeline.finish();
      try (Stream<List<Integer>> results = pipeline.results()) {
        assertThat(results.flatMap(List::stream)).containsExactlyInAnyOrder(1, 2, 3);
      }
      assertThat(pipeline.definition().steps())
          .extracting(StepDefinition::options)
          .containsExactly(
              options().workers(2), options().workers(2).onFailure(FailurePolicy.skip()));
    }
  }

  @Test
  void shouldRefuseNull() {
    StepBuilder<Integer, Integer, Integer> map = builder().map("first", i -> i);
    assertThatThrownBy(() -> map.with((StepOptions) null))
        .hasMessage("options: null; StepOptions.options() sets nothing");
    assertThatThrownBy(() -> map.with((UnaryOperator<StepBuilder<Integer, Integer, Integer>>) null))
        .hasMessage("options: null is not a function");
    assertThatThrownBy(() -> map.set(StepOption.WORKERS, null))
        .hasMessage("workers: null; the default is 1");
    assertThatThrownBy(() -> map.mapMulti("next", null, (item, out) -> {}))
        .hasMessage("step 'next': the class of its outputs is null");
  }
}
