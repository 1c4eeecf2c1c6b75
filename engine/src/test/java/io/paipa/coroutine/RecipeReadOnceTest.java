package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Results are read once, by one reader; who reads them otherwise is told what became of them. */
class RecipeReadOnceTest {
  private static final List<Integer> NUMBERS = List.of(1, 2, 3);
  private final Recipe<Integer, Integer> start =
      Recipe.<Integer>identity().then("start", mapping(i -> i));

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
  void shouldRefuseToBeReadWhileItIsBeingRead() {
    CloseableIterator<Integer> results = start.on(NUMBERS);
    assertThatThrownBy(() -> results.forEachRemaining(i -> results.next()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the results of recipe, step 1 'start', are being read by forEachRemaining; nobody else"
                + " can read them");
  }
}
