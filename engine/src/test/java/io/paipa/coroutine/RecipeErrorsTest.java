package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.mapMulti;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.Emitter;
import io.paipa.IteratorStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad use is refused: nulls, and what a step, a source or an emitter is not to give. */
@SuppressWarnings({"NullAway", "DataFlowIssue"})
class RecipeErrorsTest {
  private static final List<Integer> NUMBERS = List.of(1, 2, 3);
  private final Recipe<Integer, Integer> start =
      Recipe.<Integer>identity().then("start", mapping(i -> i));

  private static void assertNull(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(message);
  }

  @Test
  void shouldRefuseStepsThatAreNull() {
    assertNull("recipe, step 2: null is not a step", () -> start.then(null));
    assertNull("step 'x': null is not a step", () -> start.then("x", null));
    assertNull("recipe, step 2: null is not a step's name", () -> start.then(null, items -> items));
    assertNull("step 'x': null is not a step", () -> Recipe.of("x", null));
    assertNull("mapping: null is not a function", () -> mapping(null));
    assertNull("filtering: null is not a predicate", () -> filtering(null));
    assertNull("flatMapping: null is not a function", () -> flatMapping(null));
    assertNull("mapMulti: null is not a supplier", () -> mapMulti(null));
    assertNull("consume: null is not an iterator", () -> consume(null));
    assertNull("function: null is not a stream function", () -> IteratorStep.ofStream(null));
    assertThatThrownBy(() -> start.then(" ", items -> items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recipe, step 2: a step's name is empty; give it a name");
  }

  @Test
  void shouldRefuseNumbersThatAreNone() {
    assertThatThrownBy(() -> chunk(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size: 0 is not a number of items in a chunk; at least 1");
    assertThatThrownBy(() -> consume(NUMBERS.iterator(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: -1 is negative");
  }

  @Test
  void shouldRefuseSourcesThatAreNull() {
    String message = "recipe [start]: null is not a source";
    assertNull(message, () -> start.on((Iterator<Integer>) null));
    assertNull(message, () -> start.on((Iterable<Integer>) null));
    assertNull(message, () -> start.on((Stream<Integer>) null));
    assertNull(message, () -> start.apply(null));
    assertNull(message, () -> start.over(null));
    assertNull(
        "recipe: the source gave null, not an iterator",
        () -> start.on((Iterable<Integer>) () -> null).next());
    assertNull(
        "recipe: the source function gave null",
        () -> start.over((String argument) -> (Iterator<Integer>) null).apply("x").next());
    assertNull(
        "recipe: the source gave null, which is no item",
        () -> start.on(Arrays.asList(1, null)).forEachRemaining(i -> {}));
  }

  private static final String NULL_RESULT =
      "recipe, step 2 'null': null is no output; throw Skip.item() to drop the item";

  @ParameterizedTest
  @ValueSource(strings = {"mapping", "flatMapping", "iterator"})
  void shouldRefuseResultsThatAreNull(String kind) {
    Recipe<Integer, Integer> step =
        switch (kind) {
          case "mapping" -> mapping(i -> null);
          case "flatMapping" -> flatMapping(i -> Stream.of((Integer) null));
          default -> Recipe.of("given", items -> Arrays.asList((Integer) null).iterator());
        };
    Recipe<Integer, Integer> recipe =
        start.then("null", step).then(chunk(2)).then(Recipe.flatten());
    assertNull(NULL_RESULT, () -> recipe.on(NUMBERS).next());
    assertNull(NULL_RESULT, () -> consume(recipe.on(NUMBERS)));
  }

  @Test
  void shouldRefuseWhatIsNoOutputOfAMultiFunction() {
    Recipe<Integer, Integer> emitting =
        start.then("null", mapMulti(() -> (i, out) -> out.emit(null)));
    assertNull("recipe, step 2 'null': null is no output", () -> emitting.on(NUMBERS).next());
    Recipe<Integer, Integer> none = start.then("none", mapMulti(() -> null));
    assertNull("recipe, step 2 'none' gave null, not a function", () -> none.on(NUMBERS).next());
    Recipe<Integer, Integer> noStream = start.then("none", flatMapping(i -> null));
    assertNull("recipe, step 2 'none' gave null, not a stream", () -> noStream.on(NUMBERS).next());
  }

  @Test
  void shouldNameTheStepThatGivesNoIterator() {
    Recipe<Integer, Integer> recipe = start.then("broken", items -> null);
    String message =
        "recipe, step 2 'broken' gave null, not an iterator; give Collections.emptyIterator() for"
            + " no results";
    Counted source = Counted.to(3);
    assertNull(message, () -> recipe.on(source).next());
    assertThat(source.closed()).isEqualTo(1);
    assertNull(message, () -> consume(recipe.on(NUMBERS)));
    assertNull(message, () -> recipe.apply(NUMBERS.iterator()).next());
  }

  @Test
  void shouldNameTheStepWhoseStreamIsOfNoUse() {
    Recipe<Integer, Integer> parallel =
        start.then("parallel", IteratorStep.ofStream(items -> items.parallel()));
    assertThatThrownBy(() -> consume(parallel.on(NUMBERS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "recipe, step 2 'parallel': the stream function gave a parallel stream, but the items"
                + " are pulled by one thread; give a sequential one");
    Recipe<Integer, Integer> used =
        start.then(
            "used", IteratorStep.ofStream(items -> items.count() > 0 ? items : Stream.of(1)));
    assertThatThrownBy(() -> consume(used.on(NUMBERS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "recipe, step 2 'used': the stream function gave a stream that was used before; give a"
                + " new one");
  }

  @Test
  void shouldNameTheStepThatGivesTheSameIteratorTwice() {
    Iterator<Integer> shared = new ArrayList<>(NUMBERS).iterator();
    Recipe<Integer, Integer> recipe = start.then("shared", items -> shared);
    assertThat(consume(recipe.on(NUMBERS))).isEqualTo(3);
    assertThatThrownBy(() -> consume(recipe.on(NUMBERS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "recipe, step 2 'shared' gave the same iterator as the last time, which was used then;"
                + " make one each time");
    Recipe<Integer, Integer> empty = start.then(items -> Collections.emptyIterator());
    assertThat(consume(empty.on(NUMBERS)) + consume(empty.on(NUMBERS))).isZero();
  }

  @Test
  void shouldRefuseToEmitAfterTheCall() {
    List<Emitter<Integer>> kept = new ArrayList<>();
    Recipe<Integer, Integer> recipe = start.then("keep", mapMulti(() -> (i, out) -> kept.add(out)));
    consume(recipe.on(NUMBERS));
    assertThatThrownBy(() -> kept.get(0).emit(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("recipe, step 2 'keep': an emitter is usable only in the call that got it");
  }

  @Test
  void shouldNameTheStepWhoseIterableGivesNoIterator() {
    Iterable<Integer> none = () -> null;
    for (int i = 0; i < 2; i++) {
      boolean atOnce = i == 0;
      CloseableIterator<Integer> results = Recipe.<Integer>flatten().on(List.of(none));
      assertNull(
          "recipe, step 1 'flatten' gave null, not an iterator",
          () -> {
            if (atOnce) {
              results.forEachRemaining(x -> {});
            } else {
              results.next();
            }
          });
    }
  }

  @Test
  void shouldNameTheStepThatGivesAStreamTwice() {
    Stream<Integer> stream = Stream.of(1);
    CloseableIterator<Integer> results =
        Recipe.<Integer, Integer>flatMapping(i -> stream).on(NUMBERS);
    results.next();
    assertThatThrownBy(results::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("recipe, step 1 'flatMapping': stream has already been operated");
  }

  @Test
  void shouldRefuseToEmitInAnotherThread() {
    List<Throwable> thrown = new ArrayList<>();
    Recipe<Integer, Integer> recipe =
        mapMulti(
            () ->
                (item, out) -> {
                  Thread other =
                      new Thread(
                          () -> {
                            try {
                              out.emit(item);
                            } catch (IllegalStateException e) {
                              thrown.add(e);
                            }
                          });
                  other.start();
                  other.join(20_000);
                });
    CloseableIterator<Integer> results = recipe.on(List.of(1));
    assertThatThrownBy(results::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("an emit was refused");
    assertThat(thrown)
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("only in the call that got it"));
  }
}
