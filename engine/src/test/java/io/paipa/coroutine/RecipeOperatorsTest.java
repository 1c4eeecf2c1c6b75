package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapMulti;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.IteratorStep;
import io.paipa.MultiFunction;
import io.paipa.Skip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each step makes of its items, however they are read. */
class RecipeOperatorsTest {
  /** The ways in which results can be read. */
  enum Reading {
    NEXT {
      @Override
      <T> List<T> all(CloseableIterator<T> results) {
        List<T> all = new ArrayList<>();
        while (results.hasNext()) {
          assertThat(results.hasNext()).isTrue();
          all.add(results.next());
        }
        return all;
      }
    },
    FOR_EACH {
      @Override
      <T> List<T> all(CloseableIterator<T> results) {
        List<T> all = new ArrayList<>();
        results.forEachRemaining(all::add);
        return all;
      }
    },
    NEXT_THEN_FOR_EACH {
      @Override
      <T> List<T> all(CloseableIterator<T> results) {
        List<T> all = new ArrayList<>();
        if (results.hasNext()) {
          all.add(results.next());
        }
        boolean more = results.hasNext();
        int before = all.size();
        results.forEachRemaining(all::add);
        assertThat(all.size() > before).isEqualTo(more);
        return all;
      }
    },
    STREAM {
      @Override
      <T> List<T> all(CloseableIterator<T> results) {
        return results.stream().toList();
      }
    },
    STREAM_ITERATOR {
      @Override
      <T> List<T> all(CloseableIterator<T> results) {
        List<T> all = new ArrayList<>();
        Iterator<T> iterator = results.stream().iterator();
        while (iterator.hasNext()) {
          all.add(iterator.next());
        }
        return all;
      }
    };

    abstract <T> List<T> all(CloseableIterator<T> results);
  }

  static Reading[] readings() {
    return Reading.values();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldGiveTheItemsThemselvesWithoutASteps(Reading reading) {
    assertThat(reading.all(Recipe.<Integer>identity().on(numbers(5)))).isEqualTo(numbers(5));
    assertThat(reading.all(Recipe.<Integer>identity().on(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldMapAndFilterInARowOfAnyLength(Reading reading) {
    for (int length = 1; length <= 20; length++) {
      Recipe<Integer, Integer> recipe = Recipe.identity();
      for (int step = 1; step <= length; step++) {
        int dropped = 100 * step;
        recipe =
            step % 2 == 0
                ? recipe.then(mapping(item -> item + 1_000))
                : recipe.then(filtering(item -> item % 1_000 != dropped));
      }
      List<Integer> expected = new ArrayList<>();
      for (int item : numbers(2_000)) {
        boolean drop = false;
        int value = item;
        for (int step = 1; step <= length; step++) {
          if (step % 2 == 0) {
            value += 1_000;
          } else {
            drop |= value % 1_000 == 100 * step;
          }
        }
        if (!drop) {
          expected.add(value);
        }
      }
      assertThat(reading.all(recipe.on(numbers(2_000)))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldChunk(Reading reading) {
    Recipe<Integer, List<Integer>> pairs = chunk(2);
    assertThat(reading.all(pairs.on(numbers(5))))
        .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
    assertThat(reading.all(pairs.on(numbers(4)))).containsExactly(List.of(1, 2), List.of(3, 4));
    assertThat(reading.all(pairs.on(numbers(0)))).isEmpty();
    assertThat(reading.all(Recipe.<Integer>chunk(1).on(numbers(2))))
        .containsExactly(List.of(1), List.of(2));
    assertThat(reading.all(Recipe.<Integer>chunk(Integer.MAX_VALUE).on(numbers(3))))
        .containsExactly(numbers(3));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldGiveFreshListsThatCannotBeChanged(Reading reading) {
    List<List<Integer>> lists = reading.all(Recipe.<Integer>chunk(2).on(numbers(4)));
    assertThat(lists.get(0)).isNotSameAs(lists.get(1));
    assertThatThrownBy(() -> lists.get(0).add(1)).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldFlattenAnyIterable(Reading reading) {
    Set<Integer> set = new TreeSet<>(List.of(4, 5));
    Recipe<Iterable<? extends Integer>, Integer> flatten = flatten();
    assertThat(
            reading.all(
                flatten.on(
                    List.<Iterable<Integer>>of(List.of(), List.of(1, 2, 3), List.of(), set))))
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(reading.all(Recipe.<Integer>chunk(3).then(flatten()).on(numbers(10))))
        .isEqualTo(numbers(10));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldGiveTheElementsOfStreams(Reading reading) {
    Recipe<Integer, String> recipe =
        flatMapping(i -> IntStream.rangeClosed(1, i - 1).mapToObj(j -> i + "." + j));
    assertThat(reading.all(recipe.on(numbers(3)))).containsExactly("2.1", "3.1", "3.2");
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldEmitAnyNumberOfResultsWithStateOfEachApplication(Reading reading) {
    Recipe<Integer, Integer> sums =
        mapMulti(
            () -> {
              int[] sum = new int[1];
              return (item, out) -> {
                sum[0] += item;
                for (int i = 0; i < item % 3; i++) {
                  out.emit(sum[0]);
                }
              };
            });
    for (int application = 0; application < 2; application++) {
      assertThat(reading.all(sums.on(numbers(5)))).containsExactly(1, 3, 3, 10, 15, 15);
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldDropWhatIsSkipped(Reading reading) {
    MultiFunction<Integer, Integer> multi =
        (i, out) -> {
          out.emit(i);
          if (i == 4) {
            throw Skip.item();
          }
        };
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity()
            .then(mapping(i -> skip(i, 1)))
            .then(filtering(i -> skip(i, 2) > 0))
            .then(flatMapping(i -> Stream.of(skip(i, 3))))
            .then(mapMulti(() -> multi));
    assertThat(reading.all(recipe.on(numbers(6)))).containsExactly(5, 6);
  }

  private static int skip(int item, int skipped) {
    if (item == skipped) {
      throw Skip.item();
    }
    return item;
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldTakeFunctionsOnStreams(Reading reading) {
    Recipe<Integer, Integer> recipe =
        Recipe.of("sorted", IteratorStep.ofStream(items -> items.map(i -> -i).sorted()));
    assertThat(reading.all(recipe.on(numbers(3)))).containsExactly(-3, -2, -1);
  }

  /** A class of the JDK's kind alone. */
  private record Every(Iterator<Integer> items, int step) implements Iterator<Integer> {
    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public Integer next() {
      int item = items.next();
      for (int i = 1; i < step && items.hasNext(); i++) {
        items.next();
      }
      return item;
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldTakeAnyClassOfTheIteratorKind(Reading reading) {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity().then("third", items -> new Every(items, 3));
    assertThat(reading.all(recipe.on(numbers(8)))).containsExactly(1, 4, 7);
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldNestRecipes(Reading reading) {
    Recipe<String, Integer> parse =
        Recipe.<String>identity().then(mapping(String::strip)).then(mapping(Integer::valueOf));
    Recipe<Integer, Integer> odd = filtering(i -> i % 2 != 0);
    Recipe<String, List<Integer>> whole = parse.then("odd", odd).then(chunk(2));
    assertThat(reading.all(whole.on(Stream.of(" 1", "2 ", "3", "4", "5"))))
        .containsExactly(List.of(1, 3), List.of(5));
    assertThat(whole).hasToString("recipe [mapping, mapping, odd, chunk]");
    assertThat(Recipe.of("all", whole))
        .hasToString("recipe [all/mapping, all/mapping, all/odd, all/chunk]");
  }

  @Test
  void shouldComposeSupertypes() {
    Recipe<Object, String> text = mapping(String::valueOf);
    Recipe<Integer, CharSequence> recipe = Recipe.<Integer>identity().then(text);
    assertThat(recipe.on(numbers(2)).stream()).containsExactly("1", "2");
  }

  @Test
  void shouldBeAValueThatIsAppliedAnyNumberOfTimes() {
    Recipe<Integer, Integer> twice = mapping(i -> 2 * i);
    CloseableIterator<Integer> one = twice.on(numbers(2));
    CloseableIterator<Integer> other = twice.on(numbers(3));
    assertThat(one.next()).isEqualTo(2);
    assertThat(other.next()).isEqualTo(2);
    assertThat(one.next()).isEqualTo(4);
    assertThat(consume(other)).isEqualTo(2);
  }

  @Test
  void shouldBeAFunctionOfArguments() {
    Function<Integer, CloseableIterator<Integer>> squares =
        Recipe.<Integer, Integer>mapping(i -> i * i).over(count -> numbers(count).iterator());
    assertThat(squares.apply(2).stream()).containsExactly(1, 4);
    assertThat(squares.apply(3).stream()).containsExactly(1, 4, 9);
  }

  @Test
  void shouldBeAStepOfOthersAsTheyAre() {
    Recipe<Integer, Integer> inner = mapping(i -> i + 1);
    IteratorStep<Integer, Integer> own = items -> inner.apply(inner.apply(items));
    assertThat(Recipe.of("own", own).on(numbers(2)).stream()).containsExactly(3, 4);
  }

  @Test
  void shouldGoOnWithTheResultsOfAnother() {
    CloseableIterator<Integer> lines = Recipe.<Integer, Integer>mapping(i -> 10 * i).on(numbers(4));
    assertThat(lines.next()).isEqualTo(10);
    assertThat(lines.hasNext()).isTrue();
    assertThat(Recipe.<Integer, Integer>mapping(i -> i + 1).on(lines).stream())
        .containsExactly(21, 31, 41);
  }

  @Test
  void shouldCountWhatItConsumes() {
    assertThat(consume(numbers(7).iterator())).isEqualTo(7);
    Iterator<Integer> numbers = numbers(7).iterator();
    assertThat(consume(numbers, 3)).isEqualTo(3);
    assertThat(consume(numbers, 100)).isEqualTo(4);
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldBeSerialisable() throws Exception {
    Recipe<Integer, List<Integer>> recipe =
        Recipe.<Integer>identity()
            .then(filtering(i -> i % 2 == 0))
            .then(mapping(i -> 10 * i))
            .then("own", items -> items)
            .then(flatMapping(i -> Stream.of(i, i)))
            .then(chunk(2));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(recipe);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Recipe<Integer, List<Integer>> copy = (Recipe<Integer, List<Integer>>) in.readObject();
      assertThat(copy.on(numbers(5)).stream())
          .isEqualTo(Arrays.asList(List.of(20, 20), List.of(40, 40)));
    }
  }

  @ParameterizedTest
  @MethodSource("readings")
  void shouldDropTheRestOfAnItemWhoseStreamSkips(Reading reading) {
    Recipe<Integer, Integer> recipe =
        flatMapping(
            i ->
                Stream.of(i, 10 * i, 100 * i)
                    .map(
                        x -> {
                          if (x == 20) {
                            throw Skip.item();
                          }
                          return x;
                        }));
    assertThat(reading.all(recipe.on(List.of(1, 2, 3)))).containsExactly(1, 10, 100, 2, 3, 30, 300);
  }
}
