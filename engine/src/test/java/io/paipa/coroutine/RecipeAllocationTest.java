package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.filtering;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that map and filter allocate nothing for an item. */
class RecipeAllocationTest {
  private static final int ITEMS = 100_000;
  private final List<String> items = Collections.nCopies(ITEMS, "item");

  private static Recipe<String, String> recipe(int steps) {
    Recipe<String, String> recipe = Recipe.identity();
    for (int i = 0; i < steps; i++) {
      recipe = recipe.then(i % 2 == 0 ? mapping(item -> item) : filtering(item -> true));
    }
    return recipe;
  }

  private static long pulled(CloseableIterator<String> results) {
    long count = 0;
    while (results.hasNext()) {
      results.next();
      count++;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 20})
  void shouldAllocateNothingForAnItem(int steps) {
    assertThat(allocated(steps, Recipe::consume)).isLessThan(ITEMS / 10);
    assertThat(allocated(steps, RecipeAllocationTest::pulled)).isLessThan(ITEMS / 10);
  }

  /** What an application allocates, after one that loads classes. */
  private long allocated(int steps, ToLongFunction<CloseableIterator<String>> reading) {
    Recipe<String, String> recipe = recipe(steps);
    ThreadMeter thread = ThreadMeter.best();
    long before = 0;
    for (int i = 0; i < 2; i++) {
      before = thread.allocatedBytes();
      assertThat(reading.applyAsLong(recipe.on(items))).isEqualTo(ITEMS);
    }
    return thread.allocatedBytes() - before;
  }
}
