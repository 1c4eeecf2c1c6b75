package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.coroutine.Closings.Noting;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The source is closed once, whatever ends the results. */
class RecipeClosingTest {
  private final Closings closings = new Closings();
  private final List<String> closed = closings.closed();
  private final Recipe<Integer, Integer> recipe = mapping(i -> i);

  @Test
  void shouldCloseASourceThatIsNotReadToItsEnd() {
    Counted source = Counted.endless();
    try (CloseableIterator<Integer> results = recipe.on(source)) {
      consume(results, 3);
      assertThat(source.closed()).isZero();
    }
    assertThat(source.closed()).isEqualTo(1);
  }

  @Test
  void shouldCloseASourceThatWasNeverRead() {
    Counted source = Counted.endless();
    recipe.on(source).close();
    assertThat(source.closed()).isEqualTo(1);
    assertThat(source.asked()).isZero();
    recipe.on(closings.stream("stream", 1)).close();
    assertThat(closed).containsExactly("stream");
  }

  @Test
  void shouldCloseAtTheEndByItself() {
    Counted pulled = Counted.to(3);
    CloseableIterator<Integer> results = recipe.on(pulled);
    while (results.hasNext()) {
      assertThat(pulled.closed()).isZero();
      results.next();
    }
    assertThat(pulled.closed()).isEqualTo(1);
    results.close();
    assertThat(results.hasNext()).isFalse();
    assertThat(pulled.closed()).isEqualTo(1);

    Counted pushed = Counted.to(3);
    recipe.on(pushed).forEachRemaining(i -> assertThat(pushed.closed()).isZero());
    assertThat(pushed.closed()).isEqualTo(1);
  }

  @Test
  void shouldCloseAfterAFailure() {
    Recipe<Integer, Integer> failing = mapping(i -> 6 / (3 - i));
    Counted pulled = Counted.endless();
    assertThatThrownBy(() -> consume(failing.on(pulled), 9))
        .isInstanceOf(ArithmeticException.class);
    assertThat(pulled.closed()).isEqualTo(1);

    Counted pushed = Counted.endless();
    assertThatThrownBy(() -> consume(failing.on(pushed))).isInstanceOf(ArithmeticException.class);
    assertThat(pushed.closed()).isEqualTo(1);
  }

  @Test
  void shouldCloseWhenTheReaderOfAllFails() {
    Counted source = Counted.endless();
    assertThatThrownBy(
            () ->
                recipe
                    .on(source)
                    .forEachRemaining(
                        i -> {
                          throw new IllegalStateException("the reader's");
                        }))
        .hasMessage("the reader's");
    assertThat(source.closed()).isEqualTo(1);
  }

  @Test
  void shouldCloseStreamsAndIterables() throws Exception {
    consume(recipe.on(closings.stream("stream", 1)));
    class Rows implements Iterable<Integer>, AutoCloseable {
      @Override
      public Iterator<Integer> iterator() {
        return closings.noting("cursor", 1, 2);
      }

      @Override
      public void close() {
        closed.add("rows");
      }
    }

    Rows rows = new Rows();
    consume(recipe.on(rows));
    assertThat(closed).containsExactly("stream", "cursor", "rows");
    recipe.over(any -> closings.noting("later", 1)).apply("argument").close();
    assertThat(closed).as("what was never opened").hasSize(3);
    consume(recipe.over(any -> closings.noting("later", 1)).apply("argument"));
    assertThat(closed).endsWith("later");
  }

  @Test
  void shouldCloseThroughAStream() {
    Counted source = Counted.endless();
    try (Stream<List<Integer>> chunks = Recipe.<Integer>chunk(2).on(source).stream()) {
      assertThat(chunks.limit(2)).hasSize(2);
    }
    assertThat(source.closed()).isEqualTo(1);
  }

  @Test
  void shouldCloseThroughAnotherRecipe() {
    Counted source = Counted.endless();
    try (CloseableIterator<Integer> inner = recipe.on(source);
        CloseableIterator<List<Integer>> outer =
            Recipe.<Integer>identity().then(chunk(2)).on(inner)) {
      outer.next();
    }
    assertThat(source.closed()).isEqualTo(1);
    assertThat(consume(recipe.on(recipe.on(closings.stream("stream", 1, 2))))).isEqualTo(2);
    assertThat(closed).containsExactly("stream");
  }

  @Test
  void shouldCloseBothAnIterableAndItsIterator() {
    record Table(List<String> closed) implements Iterable<Integer>, AutoCloseable {
      @Override
      public Iterator<Integer> iterator() {
        return new Noting<>(List.of(1, 2).iterator(), () -> closed.add("cursor"));
      }

      @Override
      public void close() {
        closed.add("table");
      }
    }

    CloseableIterator<Integer> results = recipe.on(new Table(closed));
    results.next();
    results.close();
    assertThat(closed).containsExactly("cursor", "table");
  }

  @Test
  void shouldLeaveToItsOwnerWhatIsOnlyConsumedOrRefused() {
    Counted source = Counted.to(3);
    assertThat(consume(source, 1) + consume(source)).isEqualTo(3);
    assertThat(source.closed()).isZero();

    Stream<Integer> used = closings.stream("stream", 1);
    assertThat(used.count()).isEqualTo(1);
    assertThatThrownBy(() -> recipe.on(used)).isInstanceOf(IllegalStateException.class);
    assertThat(closed).isEmpty();
  }

  /** It could not stop the reading, which is the step's or the source's own loop. */
  @Test
  void shouldRefuseToBeClosedByWhoIsCalledWithTheResults() {
    Counted source = Counted.endless();
    CloseableIterator<Integer> results = recipe.on(source);
    assertThatThrownBy(() -> results.forEachRemaining(i -> results.close()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the results of recipe, step 1 'mapping', are being read by forEachRemaining; throw, or"
                + " read one by one, to stop");
    assertThat(source.closed()).isEqualTo(1);
  }
}
