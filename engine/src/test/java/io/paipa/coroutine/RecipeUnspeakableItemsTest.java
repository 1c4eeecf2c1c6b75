package io.paipa.coroutine;

import static io.paipa.coroutine.Recipe.consume;
import static io.paipa.coroutine.Recipe.mapping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paipa.PipelineException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a recipe's step throws is told, also where the item can't say what it is. */
@SuppressWarnings({
  "NullAway",
  "OverrideThrowableToString",
  "ToStringReturnsNull"
}) // null is what is tested
class RecipeUnspeakableItemsTest {
  private final Exception disk = new IOException("disk");

  private static final class Silent {
    @Override
    public String toString() {
      return null;
    }
  }

  private static final class SilentException extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      return null;
    }
  }

  private static void assertFails(Object item, Exception thrown, String words) {
    Recipe<Object, Object> recipe =
        Recipe.<Object>identity()
            .then(
                "read",
                mapping(
                    any -> {
                      throw thrown;
                    }));
    for (Runnable reading :
        List.<Runnable>of(
            () -> recipe.on(List.of(item)).next(), () -> consume(recipe.on(List.of(item))))) {
      assertThatThrownBy(reading::run)
          .isInstanceOfSatisfying(
              PipelineException.class,
              failure -> {
                assertThat(failure).hasMessage("recipe, step 1 'read' failed: " + words);
                assertThat(failure.getCause()).isSameAs(thrown);
                assertThat(failure.stepName()).contains("read");
                assertThat(failure.attempt()).isEqualTo(1);
                assertThat(failure.item().orElseThrow() == item).isTrue();
              });
    }
  }

  @Test
  void shouldNameTheStepWhenAnItemsWordsAreNull() {
    assertFails(new Silent(), disk, "null: java.io.IOException: disk");
  }

  /** A list in a list in itself. */
  @Test
  void shouldNameTheStepWhenAnItemsWordsHaveNoEnd() {
    List<Object> endless = new ArrayList<>();
    endless.add(List.of(endless));
    assertFails(endless, disk, "[[[[[…]]]]]: java.io.IOException: disk");
  }

  @Test
  void shouldNameTheStepWhenTheWordsOfWhatWasThrownAreNull() {
    assertFails(7, new SilentException(), "7: null");
  }
}
