package io.paipa.examples.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.coroutine.Recipe;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RemoveOddNumbersTest {
  static List<Recipe<Integer, Integer>> ways() {
    return List.of(RemoveOddNumbers.withPredicate(), RemoveOddNumbers.withIterator());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldRemoveOddNumbers(Recipe<Integer, Integer> way) {
    assertThat(way.on(IntStream.range(-3, 6).boxed()).stream()).containsExactly(-2, 0, 2, 4);
    assertThat(way.on(List.of(1, 3)).stream()).isEmpty();
    assertThat(way.on(List.of()).stream()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldReadEndlessNumbers(Recipe<Integer, Integer> way) {
    assertThat(way.on(Stream.iterate(1, i -> i + 1)).stream().limit(3)).containsExactly(2, 4, 6);
  }

  @Test
  void shouldTakeItsSourceLater() {
    assertThat(RemoveOddNumbers.evenNumbersBelow().apply(5).stream()).containsExactly(0, 2, 4);
    assertThat(RemoveOddNumbers.evenNumbersBelow().apply(1).stream()).containsExactly(0);
  }
}
