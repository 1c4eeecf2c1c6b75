package io.paipa.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Closed results give nothing more, to nobody: also not what was asked for, and not yet taken. */
class ClosedResultsTest {
  private static final String CLOSED =
      "the results of recipe, step 1 'same', were closed; apply the recipe again to read more";

  private final List<Integer> sink = new ArrayList<>();
  private final CloseableIterator<Integer> results =
      Recipe.<Integer>identity()
          .then("same", Recipe.<Integer, Integer>mapping(i -> i))
          .on(List.of(1, 2, 3));

  private void assertRefuses(Runnable reading) {
    assertThatThrownBy(reading::run).isInstanceOf(IllegalStateException.class).hasMessage(CLOSED);
    assertThat(sink).isEmpty();
  }

  @Test
  void shouldNotBePushed() {
    assertThat(results.hasNext()).isTrue();
    results.close();
    assertRefuses(() -> results.forEachRemaining(sink::add));
  }

  @Test
  void shouldNotBePulled() {
    assertThat(results.hasNext()).isTrue();
    results.close();
    assertRefuses(() -> sink.add(results.next()));
  }

  @Test
  void shouldNotBePushedByTheStreamThatGotThem() {
    assertThat(results.hasNext()).isTrue();
    Stream<Integer> stream = results.stream();
    results.close();
    assertRefuses(() -> stream.forEach(sink::add));
  }

  @Test
  void shouldNotBePulledByTheStreamThatGotThem() {
    assertThat(results.hasNext()).isTrue();
    Iterator<Integer> iterator = results.stream().iterator();
    results.close();
    assertRefuses(() -> sink.add(iterator.next()));
  }

  @Test
  void shouldNotBeReadByTheRecipeThatGotThem() {
    assertThat(results.hasNext()).isTrue();
    CloseableIterator<Integer> next = Recipe.<Integer>identity().on(results);
    results.close();
    assertRefuses(() -> next.forEachRemaining(sink::add));
  }
}
