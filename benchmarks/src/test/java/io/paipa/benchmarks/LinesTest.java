package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every engine of the suite carries all items through all steps, and leaves no thread behind. */
class LinesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "paipa",
        "paipaYielding",
        "paipaBackoff",
        "paipaBusySpin",
        "arrayBlockingQueue",
        "rawDisruptorBusySpin",
        "rawDisruptorBlocking"
      })
  void shouldKeepTheOrderOfAChain(String engine) throws Exception {
    List<Integer> items = Items.numbers(500);
    for (int steps : List.of(1, 3)) {
      List<Integer> arrived = new ArrayList<>();
      Line line = Lines.start(engine, Shape.chain(steps, arrived::add));
      for (Integer item : items) {
        line.put(item);
      }
      line.finish();
      assertThat(arrived).isEqualTo(items);
      assertThat(threads(line)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue"})
  void shouldCarryAllItemsThroughPools(String engine) throws Exception {
    List<Integer> items = Items.numbers(5_000);
    ConcurrentLinkedQueue<Integer> arrived = new ConcurrentLinkedQueue<>();
    Line line = Lines.start(engine, Shape.of(Items.workers("3x2x4"), arrived::add));
    line.putAll(items);
    line.finish();
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(items);
    assertThat(threads(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paipa", "arrayBlockingQueue", "rawDisruptorBlocking"})
  void shouldSayThatItsLastStepFailed(String engine) {
    Line line =
        Lines.start(
            engine,
            Shape.chain(
                2,
                item -> {
                  throw new IllegalArgumentException("item " + item);
                }));
    assertThatThrownBy(
            () -> {
              line.put(7);
              line.finish();
            })
        .hasStackTraceContaining("item 7");
  }

  @Test
  void shouldRefuseAnEngineThatItDoesNotKnow() {
    assertThatThrownBy(() -> Lines.start("pipe", Shape.chain(1, item -> {})))
        .hasMessageContaining("pipe");
  }

  private static Stream<String> threads(Line line) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(line.threadPrefix()));
  }
}
