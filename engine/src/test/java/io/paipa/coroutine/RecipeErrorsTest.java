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
import io.paipa.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad use and what steps throw: as it is, or with the name of the step. */
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
  void shouldThrowWhatAStepThrowsAsItIs() {
    RuntimeException unchecked = new IllegalArgumentException("bad");
    Error error = new AssertionError("worse");
    for (Throwable thrown : List.of(unchecked, error)) {
      Recipe<Integer, Integer> recipe =
          start.then(
              mapping(
                  i -> {
                    if (thrown instanceof Error e) {
                      throw e;
                    }
                    throw (RuntimeException) thrown;
                  }));
      assertThatThrownBy(() -> recipe.on(NUMBERS).next()).isSameAs(thrown);
      assertThatThrownBy(() -> consume(recipe.then(chunk(2)).on(NUMBERS))).isSameAs(thrown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mapping", "filtering", "flatMapping", "mapMulti"})
  void shouldNameStepAndItemOfACheckedException(String kind) {
    IOException disk = new IOException("disk");
    Recipe<Integer, Integer> step =
        switch (kind) {
          case "mapping" -> mapping(i -> fail(i, disk));
          case "filtering" -> filtering(i -> fail(i, disk) > 0);
          case "flatMapping" -> flatMapping(i -> Stream.of(fail(i, disk)));
          default -> mapMulti(() -> (i, out) -> out.emit(fail(i, disk)));
        };
    Recipe<Integer, List<Integer>> recipe = start.then("read", step).then(chunk(5));
    for (Runnable reading :
        List.<Runnable>of(() -> recipe.on(NUMBERS).next(), () -> consume(recipe.on(NUMBERS)))) {
      assertThatThrownBy(reading::run)
          .isInstanceOfSatisfying(
              PipelineException.class,
              failure -> {
                assertThat(failure)
                    .hasMessage("recipe, step 2 'read' failed: 2: java.io.IOException: disk")
                    .hasCause(disk);
                assertThat(failure.stepName()).contains("read");
                assertThat(failure.item()).contains(2);
              });
    }
  }

  @Test
  void shouldNameTheStepWhereverInARowItIs() {
    IOException disk = new IOException("disk");
    for (int failing = 1; failing <= 20; failing++) {
      Recipe<Integer, Integer> recipe = Recipe.identity();
      for (int step = 1; step <= 20; step++) {
        boolean fails = step == failing;
        Recipe<Integer, Integer> next =
            step % 3 == 0
                ? filtering(i -> (fails ? fail(i, disk) : i) > 0)
                : mapping(i -> fails ? fail(i, disk) : i);
        recipe = recipe.then("step " + step, next);
      }
      Recipe<Integer, Integer> row = recipe;
      assertThatThrownBy(() -> consume(row.on(NUMBERS)))
          .hasMessage(
              "recipe, step %1$d 'step %1$d' failed: 2: java.io.IOException: disk", failing);
    }
  }

  private static int fail(int item, IOException exception) throws IOException {
    if (item == 2) {
      throw exception;
    }
    return item;
  }

  @Test
  void shouldKeepTheInterruptFlag() {
    Recipe<Integer, Integer> recipe =
        mapping(
            i -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> consume(recipe.on(NUMBERS)))
        .isInstanceOf(PipelineException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldGiveNothingAfterTheEnd() {
    CloseableIterator<Integer> results = start.on(NUMBERS);
    consume(results);
    assertThat(results.hasNext()).isFalse();
    assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
    results.forEachRemaining(i -> assertThat(i).isNull());
  }

  private static void assertRefuses(CloseableIterator<Integer> results, String message) {
    for (Runnable reading :
        List.<Runnable>of(
            results::next,
            () -> assertThat(results.hasNext()).isNull(),
            () -> consume(results),
            results::stream,
            () -> Recipe.<Integer>identity().on(results))) {
      assertThatThrownBy(reading::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(message);
    }
  }

  @Test
  void shouldRefuseToBeReadWhenClosed() {
    CloseableIterator<Integer> results = start.on(NUMBERS);
    results.next();
    results.close();
    assertRefuses(
        results,
        "the results of recipe, step 1 'start', were closed; apply the recipe again to read more");
  }

  @Test
  void shouldRefuseToBeReadAfterAFailure() {
    CloseableIterator<Integer> results = start.then(mapping(i -> 6 / (i - 2))).on(NUMBERS);
    results.next();
    assertThatThrownBy(results::next).isInstanceOf(ArithmeticException.class);
    assertRefuses(
        results,
        "the results of recipe, step 2 'mapping', ended with a failure; apply the recipe again to"
            + " read more");
    assertThatThrownBy(results::next).hasCauseInstanceOf(ArithmeticException.class);
    results.close();
  }

  @Test
  void shouldRefuseToBeReadByTwo() {
    CloseableIterator<Integer> results = start.on(NUMBERS);
    Stream<Integer> stream = results.stream();
    assertRefuses(
        results,
        "the results of recipe, step 1 'start', were handed over to a stream, a recipe or a"
            + " pipeline; read that");
    assertThat(stream).isEqualTo(NUMBERS);
  }

  @Test
  void shouldRefuseASecondUseOfWhatWasReadToItsEnd() {
    CloseableIterator<Integer> results = start.on(NUMBERS);
    consume(results);
    for (Runnable use :
        List.<Runnable>of(
            results::stream,
            () -> start.on(results),
            () -> start.apply(results),
            () -> start.over(any -> results).apply(1).next())) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the results of recipe, step 1 'start', were read to their end; apply the recipe"
                  + " again");
    }
  }

  @Test
  void shouldRefuseAStreamThatWasUsed() {
    Stream<Integer> counted = NUMBERS.stream();
    assertThat(counted.count()).isEqualTo(3);
    Stream<Integer> handedOver = NUMBERS.stream();
    CloseableIterator<Integer> results = start.on(handedOver);
    for (Stream<Integer> used : List.of(counted, handedOver)) {
      assertThatThrownBy(() -> start.on(used))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "recipe [start]: this stream was used or closed before, and has nothing left to give;"
                  + " make a new one");
    }
    assertThat(consume(results)).isEqualTo(3);
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
  void shouldRefuseToBeReadWhileItIsBeingRead() {
    CloseableIterator<Integer> results = start.on(NUMBERS);
    assertThatThrownBy(() -> results.forEachRemaining(i -> results.next()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the results of recipe, step 1 'start', are being read by forEachRemaining; nobody else"
                + " can read them");
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

  /** Gives 0 where the step before throws. */
  private record Forgiving(Iterator<Integer> items) implements Iterator<Integer> {
    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Integer next() {
      try {
        return items.next();
      } catch (ArithmeticException e) {
        return 0;
      }
    }
  }

  @Test
  void shouldLetAStepHandleWhatTheOneBeforeThrows() {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer, Integer>mapping(i -> 6 / (i - 2)).then(Forgiving::new);
    assertThat(recipe.on(NUMBERS).stream().limit(3)).containsExactly(-6, 0, 6);
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
