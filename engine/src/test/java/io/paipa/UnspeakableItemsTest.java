package io.paipa;

import static io.paipa.LedgerAssert.assertBalanced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails is told, also where it can't say what it is: the failure counts, not its words. */
@SuppressWarnings({
  "NullAway",
  "OverrideThrowableToString",
  "ToStringReturnsNull"
}) // null is what is tested
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class UnspeakableItemsTest {
  private static final String NAME = "unspeakable";
  private final Exception disk = new IOException("disk");

  @AfterEach
  void shouldLeaveNoThread() {
    Threads.assertNoneOf(NAME);
  }

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

  /** A list in a list in itself. */
  private static Object endless() {
    List<Object> outer = new ArrayList<>();
    outer.add(List.of(outer));
    return outer;
  }

  private static void assertFails(Object item, Exception thrown, String words)
      throws InterruptedException {
    try (Pipeline<Object, Object> pipeline =
        Pipeline.<Object>named(NAME)
            .<Object>map(
                "fail",
                any -> {
                  throw thrown;
                })
            .retrying(1, Backoff.none())
            .build()) {
      pipeline.put(item);
      pipeline.finish();
      assertThatThrownBy(pipeline::run)
          .isInstanceOf(PipelineException.class)
          .hasMessage("pipeline 'unspeakable', step 'fail': an item failed: item " + words)
          .cause()
          .isSameAs(thrown);
      PipelineException failure = pipeline.failure().orElseThrow();
      assertThat(failure.stepName()).contains("fail");
      assertThat(failure.attempt()).isEqualTo(2);
      assertThat(failure.item().orElseThrow() == item).isTrue();
      assertBalanced(pipeline);
    }
  }

  @Test
  void shouldFailWhenAnItemsWordsAreNull() throws InterruptedException {
    assertFails(new Silent(), disk, "null, attempt 2: java.io.IOException: disk");
  }

  @Test
  void shouldCutTheWordsOfAListThatIsInItself() throws InterruptedException {
    assertFails(endless(), disk, "[[[[[…]]]]], attempt 2: java.io.IOException: disk");
  }

  /** Its words have no end, and come from its own code. */
  private static final class Endless {
    @Override
    public String toString() {
      return "endless " + this;
    }
  }

  @Test
  void shouldNameAnItemWhoseWordsCanNotBeHad() throws InterruptedException {
    Object item = new Endless();
    assertFails(
        item,
        disk,
        Endless.class.getName()
            + "@"
            + Integer.toHexString(System.identityHashCode(item))
            + " (its toString throws java.lang.StackOverflowError), attempt 2:"
            + " java.io.IOException: disk");
  }

  @Test
  void shouldFailWhenTheWordsOfWhatWasThrownAreNull() throws InterruptedException {
    assertFails(7, new SilentException(), "7, attempt 2: null");
  }
}
