package io.paipa.coroutine;

import static io.paipa.coroutine.Counted.numbers;
import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.flatten;
import static io.paipa.coroutine.Recipe.mapMulti;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.MultiFunction;
import io.paipa.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each step makes of its items, however they are read. */
class RecipeOperatorsTest {
  @ParameterizedTest
  @EnumSource(Reading.class)
  void shouldGiveTheItemsThemselvesWithoutASteps(Reading reading) {
    assertThat(reading.all(Recipe.<Integer>identity().on(numbers(5)))).isEqualTo(numbers(5));
    assertThat(reading.all(Recipe.<Integer>identity().on(List.of()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
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
  @EnumSource(Reading.class)
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
  @EnumSource(Reading.class)
  void shouldGiveFreshListsThatCannotBeChanged(Reading reading) {
    List<List<Integer>> lists = reading.all(Recipe.<Integer>chunk(2).on(numbers(4)));
    assertThat(lists.get(0)).isNotSameAs(lists.get(1));
    assertThatThrownBy(() -> lists.get(0).add(1)).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
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
  @EnumSource(Reading.class)
  void shouldGiveTheElementsOfStreams(Reading reading) {
    Recipe<Integer, String> recipe =
        flatMapping(i -> IntStream.rangeClosed(1, i - 1).mapToObj(j -> i + "." + j));
    assertThat(reading.all(recipe.on(numbers(3)))).containsExactly("2.1", "3.1", "3.2");
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
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
  @EnumSource(Reading.class)
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
  @EnumSource(Reading.class)
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
