package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.IteratorStep;
import io.paipa.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The source, and what the steps opened, is closed once, whatever ends the results. */
class RecipeClosingTest {
  private final List<String> closed = new ArrayList<>();
  private final Recipe<Integer, Integer> recipe = mapping(i -> i);

  /** An iterator that notes that it was closed. */
  private record Noting<T>(Iterator<T> items, Runnable onClose)
      implements Iterator<T>, AutoCloseable {
    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public T next() {
      return items.next();
    }

    @Override
    public void close() {
      onClose.run();
    }
  }

  private Noting<Integer> noting(String name, Integer... items) {
    return new Noting<>(List.of(items).iterator(), () -> closed.add(name));
  }

  private Stream<Integer> stream(String name, Integer... items) {
    return Stream.of(items).onClose(() -> closed.add(name));
  }

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
    recipe.on(stream("stream", 1)).close();
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
    consume(recipe.on(stream("stream", 1)));
    class Rows implements Iterable<Integer>, AutoCloseable {
      @Override
      public Iterator<Integer> iterator() {
        return noting("cursor", 1, 2);
      }

      @Override
      public void close() {
        closed.add("rows");
      }
    }

    Rows rows = new Rows();
    consume(recipe.on(rows));
    assertThat(closed).containsExactly("stream", "cursor", "rows");
    recipe.over(any -> noting("later", 1)).apply("argument").close();
    assertThat(closed).as("what was never opened").hasSize(3);
    consume(recipe.over(any -> noting("later", 1)).apply("argument"));
    assertThat(closed).endsWith("later");
  }

  @Test
  void shouldCloseWhatStepsReturnTheLastStepFirst() {
    Recipe<Integer, Integer> steps =
        Recipe.of("a", (Iterator<Integer> items) -> new Noting<>(items, () -> closed.add("a")))
            .then("b", items -> new Noting<>(items, () -> closed.add("b")))
            .then(
                "c",
                IteratorStep.ofStream(
                    (Stream<Integer> items) -> items.map(i -> i).onClose(() -> closed.add("c"))));
    try (CloseableIterator<Integer> results = steps.on(noting("source", 1, 2, 3))) {
      results.next();
    }
    assertThat(closed).containsExactly("c", "b", "a", "source");
  }

  @Test
  void shouldCloseInnerStreamsAtTheirEndAndTheOneThatIsOpen() {
    Recipe<Integer, Integer> flat = flatMapping(i -> stream("stream " + i, i, i));
    try (CloseableIterator<Integer> results = flat.on(List.of(1, 2, 3))) {
      consume(results, 3);
      assertThat(closed).containsExactly("stream 1");
    }
    assertThat(closed).containsExactly("stream 1", "stream 2");

    closed.clear();
    consume(flat.on(List.of(1, 2)));
    assertThat(closed).containsExactly("stream 1", "stream 2");

    closed.clear();
    Iterable<Integer> inner = () -> noting("inner", 1, 2);
    try (CloseableIterator<Integer> results = Recipe.<Integer>flatten().on(List.of(inner))) {
      results.next();
    }
    assertThat(closed).containsExactly("inner");
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
    assertThat(consume(recipe.on(recipe.on(stream("stream", 1, 2))))).isEqualTo(2);
    assertThat(closed).containsExactly("stream");
  }

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
  void shouldLetTheElementsOfAStepBeCollections() {
    assertThat(Recipe.<Integer>flatten().on(List.of(List.of(1), List.of(2, 3))).stream())
        .containsExactly(1, 2, 3);
    assertThat(Recipe.<List<Integer>>identity().then(flatten()).on(List.of(List.of(1))).stream())
        .containsExactly(1);
  }

  /** A step that closes before its source does, whenever that was opened. */
  @Test
  void shouldCloseASourceThatIsOpenedLateAfterTheSteps() {
    Recipe<Integer, Integer> step =
        Recipe.of("step", items -> new Noting<>(items, () -> closed.add("step")));
    Iterable<Integer> iterable = () -> noting("cursor", 1, 2);
    for (CloseableIterator<Integer> results :
        List.of(step.on(iterable), step.<String>over(x -> noting("cursor", 1, 2)).apply("now"))) {
      closed.clear();
      results.next();
      results.close();
      assertThat(closed).containsExactly("step", "cursor");
    }
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

  /** Its items are used up: the cursor is closed before the table that it came from. */
  @Test
  void shouldCloseTheItemsThatFlattenGivesTheElementsOf() {
    record Table(List<String> closed, int number) implements Iterable<Integer>, AutoCloseable {
      @Override
      public Iterator<Integer> iterator() {
        return new Noting<>(List.of(1, 2).iterator(), () -> closed.add("cursor " + number));
      }

      @Override
      public void close() {
        closed.add("table " + number);
      }
    }

    @SuppressWarnings("IterableAndIterator") // as some are
    record Both(Iterator<Integer> items, List<String> closed)
        implements Iterable<Integer>, Iterator<Integer>, AutoCloseable {
      @Override
      public Iterator<Integer> iterator() {
        return this;
      }

      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Integer next() {
        return items.next();
      }

      @Override
      public void close() {
        closed.add("both");
      }
    }

    Recipe<Iterable<? extends Integer>, Integer> flatten = Recipe.flatten();
    List<Table> tables = List.of(new Table(closed, 1), new Table(closed, 2), new Table(closed, 3));
    try (CloseableIterator<Integer> results = flatten.on(tables)) {
      consume(results, 3);
      assertThat(closed).containsExactly("cursor 1", "table 1");
    }
    assertThat(closed).containsExactly("cursor 1", "table 1", "cursor 2", "table 2");

    closed.clear();
    consume(flatten.on(List.of(new Both(List.of(1).iterator(), closed))));
    assertThat(closed).containsExactly("both");

    closed.clear();
    assertThatThrownBy(() -> consume(flatten.then(mapping(i -> 1 / (i - 2))).on(tables)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(closed).containsExactly("cursor 1", "table 1");
  }

  @Test
  void shouldLeaveToItsOwnerWhatIsOnlyConsumedOrRefused() {
    Counted source = Counted.to(3);
    assertThat(consume(source, 1) + consume(source)).isEqualTo(3);
    assertThat(source.closed()).isZero();

    Stream<Integer> used = stream("stream", 1);
    assertThat(used.count()).isEqualTo(1);
    assertThatThrownBy(() -> recipe.on(used)).isInstanceOf(IllegalStateException.class);
    assertThat(closed).isEmpty();
  }

  /** Neither the reader's, nor one that another thing has left, is for what is closed. */
  @Test
  void shouldCloseWithoutAnInterrupt() {
    Runnable closing =
        () -> {
          closed.add(Thread.currentThread().isInterrupted() ? "disturbed" : "in peace");
          Thread.currentThread().interrupt();
        };
    Recipe<Integer, Integer> step = Recipe.of("step", items -> new Noting<>(items, closing));
    CloseableIterator<Integer> results = step.on(new Noting<>(List.of(1).iterator(), closing));
    results.next();
    Thread.currentThread().interrupt();
    results.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("in peace", "in peace");
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
