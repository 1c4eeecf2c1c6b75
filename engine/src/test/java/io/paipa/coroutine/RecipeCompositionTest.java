package io.paipa.coroutine;

import static io.paipa.coroutine.Counted.numbers;
import static io.paipa.coroutine.Recipe.chunk;
import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.flatMapping;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.IteratorStep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A recipe is a value. It is made of steps of any kind, other recipes among them, and applied
 * anywhere.
 */
class RecipeCompositionTest {
  @ParameterizedTest
  @EnumSource(Reading.class)
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
  @EnumSource(Reading.class)
  void shouldTakeAnyClassOfTheIteratorKind(Reading reading) {
    Recipe<Integer, Integer> recipe =
        Recipe.<Integer>identity().then("third", items -> new Every(items, 3));
    assertThat(reading.all(recipe.on(numbers(8)))).containsExactly(1, 4, 7);
  }

  @ParameterizedTest
  @EnumSource(Reading.class)
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
}
