package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapMulti;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.IteratorStep;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is pulled before it is asked for, and no item more than needed. */
class RecipeLazinessTest {
  private final Counted source = Counted.endless();

  private static Recipe<Integer, ?> recipe(String name) {
    return switch (name) {
      case "identity" -> Recipe.<Integer>identity();
      case "mapping" -> Recipe.<Integer, Integer>mapping(i -> i);
      case "filtering" -> Recipe.<Integer>filtering(i -> i % 3 == 0);
      case "flatMapping" -> Recipe.<Integer, Integer>flatMapping(i -> Stream.of(i, i));
      case "endlessFlatMapping" ->
          Recipe.<Integer, Integer>flatMapping(i -> Stream.iterate(i, j -> j + 1));
      case "mapMulti" ->
          Recipe.<Integer, Integer>mapMulti(
              () ->
                  (i, out) -> {
                    out.emit(i);
                    out.emit(i);
                  });
      case "chunk" -> Recipe.<Integer>chunk(5);
      case "chunkFlatten" -> Recipe.<Integer>chunk(5).then(flatten());
      case "stream" ->
          Recipe.of(
              "stream",
              IteratorStep.<Integer, Integer>ofStream(
                  items -> items.map(i -> i).filter(i -> true)));
      case "ofAnybody" -> Recipe.of("own", (Iterator<Integer> items) -> items);
      case "nine" -> {
        Recipe<Integer, Integer> nine = Recipe.identity();
        for (int i = 0; i < 9; i++) {
          nine = nine.then(mapping(item -> item));
        }
        yield nine;
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "identity,4,4",
    "mapping,4,4",
    "filtering,4,12",
    "flatMapping,4,2",
    "flatMapping,5,3",
    "endlessFlatMapping,1000,1",
    "mapMulti,4,2",
    "mapMulti,5,3",
    "chunk,2,10",
    "chunkFlatten,5,5",
    "chunkFlatten,6,10",
    "stream,4,4",
    "ofAnybody,4,4",
    "nine,4,4"
  })
  void shouldPullNoItemMoreThanNeeded(String name, int results, int items) {
    CloseableIterator<?> iterator = recipe(name).on(source);
    assertThat(source.asked() + source.pulled()).isZero();

    assertThat(consume(iterator, results)).isEqualTo(results);
    assertThat(source.pulled()).isEqualTo(items);
  }

  @ParameterizedTest
  @CsvSource({"identity", "mapping", "filtering", "flatMapping", "mapMulti", "chunk", "ofAnybody"})
  void shouldPullNothingForNothing(String name) {
    assertThat(consume(recipe(name).on(source), 0)).isZero();
    assertThat(source.asked() + source.pulled()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"identity,1", "mapping,1", "filtering,3", "flatMapping,1", "mapMulti,1", "chunk,5"})
  void shouldAskForOneResultWhenAskedWhetherThereIsOne(String name, int items) {
    Iterator<?> iterator = recipe(name).on(source);
    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(source.pulled()).isEqualTo(items);
  }

  @Test
  void shouldCallNothingBeforeTheFirstResultIsAskedFor() {
    AtomicInteger calls = new AtomicInteger();
    Recipe<Integer, Integer> recipe =
        Recipe.of(
                "sorted",
                (Iterator<Integer> items) -> {
                  calls.incrementAndGet();
                  List<Integer> all = new ArrayList<>();
                  items.forEachRemaining(all::add);
                  all.sort(null);
                  return all.iterator();
                })
            .then(
                mapMulti(
                    () -> {
                      calls.incrementAndGet();
                      return (item, out) -> out.emit(item);
                    }));
    Iterable<Integer> numbers =
        () -> {
          calls.incrementAndGet();
          return List.of(3, 1, 2).iterator();
        };

    CloseableIterator<Integer> now = recipe.on(numbers);
    CloseableIterator<Integer> later = recipe.over(any -> numbers.iterator()).apply("argument");
    assertThat(calls).hasValue(0);

    assertThat(now.next()).isEqualTo(1);
    assertThat(calls).hasValue(3);
    assertThat(later.next()).isEqualTo(1);
    assertThat(calls).hasValue(6);
  }

  @Test
  void shouldOpenAnInnerIterableWhenItsFirstElementIsAskedFor() {
    AtomicInteger opened = new AtomicInteger();
    Iterable<Integer> inner =
        () -> {
          opened.incrementAndGet();
          return List.of(1, 2).iterator();
        };
    CloseableIterator<Integer> elements = Recipe.<Integer>flatten().on(List.of(inner, inner));

    consume(elements, 2);
    assertThat(opened).hasValue(1);
    consume(elements, 1);
    assertThat(opened).hasValue(2);
  }

  @Test
  void shouldDrainAnEndlessInnerStreamNoFurtherThanItsReaderGoes() {
    assertThat(
            Recipe.<Integer, Integer>flatMapping(i -> Stream.iterate(i, j -> j + 1))
                .then(mapping(i -> 2 * i))
                .on(source)
                .stream()
                .limit(3))
        .containsExactly(2, 4, 6);
  }

  @Test
  void shouldReadAStreamNoFurtherThanNeeded() {
    AtomicInteger made = new AtomicInteger();
    CloseableIterator<List<Integer>> chunks =
        Recipe.<Integer>chunk(3).on(Stream.generate(made::incrementAndGet));
    assertThat(chunks.next()).containsExactly(1, 2, 3);
    assertThat(made).hasValue(3);
  }

  @Test
  void shouldPushItemsOneByOneWhenAllAreReadAtOnce() {
    List<String> log = new ArrayList<>();
    Recipe.<Integer>identity()
        .then(filtering(i -> i != 2))
        .then(
            mapping(
                i -> {
                  log.add("map " + i);
                  return i;
                }))
        .then(flatMapping(i -> Stream.of(i, -i)))
        .on(Counted.to(3))
        .forEachRemaining(i -> log.add("read " + i));
    assertThat(log).containsExactly("map 1", "read 1", "read -1", "map 3", "read 3", "read -3");
  }

  @Test
  void shouldPullNothingForAStepThatWantsNothing() {
    Recipe<Integer, Integer> deaf =
        Recipe.of("deaf", (Iterator<Integer> items) -> List.of(7).iterator());
    assertThat(consume(deaf.on(source))).isEqualTo(1);
    assertThat(source.pulled()).isZero();
    assertThat(Recipe.<Integer>identity().then(chunk(2)).on(Counted.to(0)).hasNext()).isFalse();
  }
}
