package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.IteratorStep;
import io.paipa.coroutine.Closings.Noting;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the steps opened is closed, the last step first, and before the source. */
class RecipeStepsClosingTest {
  private final Closings closings = new Closings();
  private final List<String> closed = closings.closed();

  @Test
  void shouldCloseWhatStepsReturnTheLastStepFirst() {
    Recipe<Integer, Integer> steps =
        Recipe.of("a", (Iterator<Integer> items) -> new Noting<>(items, () -> closed.add("a")))
            .then("b", items -> new Noting<>(items, () -> closed.add("b")))
            .then(
                "c",
                IteratorStep.ofStream(
                    (Stream<Integer> items) -> items.map(i -> i).onClose(() -> closed.add("c"))));
    try (CloseableIterator<Integer> results = steps.on(closings.noting("source", 1, 2, 3))) {
      results.next();
    }
    assertThat(closed).containsExactly("c", "b", "a", "source");
  }

  @Test
  void shouldCloseInnerStreamsAtTheirEndAndTheOneThatIsOpen() {
    Recipe<Integer, Integer> flat = flatMapping(i -> closings.stream("stream " + i, i, i));
    try (CloseableIterator<Integer> results = flat.on(List.of(1, 2, 3))) {
      consume(results, 3);
      assertThat(closed).containsExactly("stream 1");
    }
    assertThat(closed).containsExactly("stream 1", "stream 2");

    closed.clear();
    consume(flat.on(List.of(1, 2)));
    assertThat(closed).containsExactly("stream 1", "stream 2");

    closed.clear();
    Iterable<Integer> inner = () -> closings.noting("inner", 1, 2);
    try (CloseableIterator<Integer> results = Recipe.<Integer>flatten().on(List.of(inner))) {
      results.next();
    }
    assertThat(closed).containsExactly("inner");
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
    Iterable<Integer> iterable = () -> closings.noting("cursor", 1, 2);
    for (CloseableIterator<Integer> results :
        List.of(
            step.on(iterable),
            step.<String>over(x -> closings.noting("cursor", 1, 2)).apply("now"))) {
      closed.clear();
      results.next();
      results.close();
      assertThat(closed).containsExactly("step", "cursor");
    }
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
}
