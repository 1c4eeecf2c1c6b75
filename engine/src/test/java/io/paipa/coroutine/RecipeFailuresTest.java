package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.mapMulti;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.PipelineException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step throws comes as it is, or, if it is checked, with the names of step and item. */
class RecipeFailuresTest {
  private static final List<Integer> NUMBERS = List.of(1, 2, 3);
  private final Recipe<Integer, Integer> start =
      Recipe.<Integer>identity().then("start", mapping(i -> i));

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
}
