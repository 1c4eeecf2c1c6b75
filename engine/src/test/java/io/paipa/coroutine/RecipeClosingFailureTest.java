package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.PipelineException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What closing throws is thrown, or is suppressed in what was thrown before. */
class RecipeClosingFailureTest {
  private final Recipe<Integer, Integer> recipe = mapping(i -> i);

  @Test
  void shouldThrowWhatClosingThrows() {
    IllegalStateException bad = new IllegalStateException("closing");
    CloseableIterator<Integer> unchecked =
        recipe.on(
            Stream.of(1)
                .onClose(
                    () -> {
                      throw bad;
                    }));
    assertThatThrownBy(unchecked::close).isSameAs(bad);
    unchecked.close();

    class Rows implements Iterable<Integer>, AutoCloseable {
      @Override
      public Iterator<Integer> iterator() {
        return List.of(1).iterator();
      }

      @Override
      public void close() throws IOException {
        throw new IOException("disk");
      }
    }

    CloseableIterator<Integer> checked = recipe.on(new Rows());
    assertThatThrownBy(() -> consume(checked))
        .isInstanceOf(PipelineException.class)
        .hasMessage("recipe: closing failed: java.io.IOException: disk")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void shouldSuppressWhatClosingThrowsAfterAFailure() {
    Stream<Integer> source =
        Stream.of(0)
            .onClose(
                () -> {
                  throw new IllegalStateException("closing");
                });
    assertThatThrownBy(() -> consume(Recipe.<Integer, Integer>mapping(i -> 1 / i).on(source)))
        .isInstanceOf(ArithmeticException.class)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed()).singleElement().asString().contains("closing"));
  }

  @Test
  void shouldNameTheStepWhoseClosingFails() {
    record Failing(Iterator<Integer> items) implements Iterator<Integer>, AutoCloseable {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Integer next() {
        return items.next();
      }

      @Override
      public void close() throws IOException {
        throw new IOException("disk");
      }
    }

    Recipe<Integer, Integer> failing = recipe.then("file", Failing::new);
    assertThatThrownBy(() -> failing.on(List.of(1)).forEachRemaining(i -> {}))
        .isInstanceOf(PipelineException.class)
        .hasMessage("recipe, step 2 'file': closing failed: java.io.IOException: disk")
        .satisfies(e -> assertThat(((PipelineException) e).stepName()).contains("file"));
  }
}
