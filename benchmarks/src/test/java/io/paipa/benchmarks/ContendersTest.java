package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** A benchmark measures nothing unless all items arrive. */
class ContendersTest {
  /** Fewer slots than items: everyone has to wait for room. */
  private static final int CAPACITY = 256;

  private final List<Integer> items = IntStream.range(0, 2_000).boxed().toList();
  private final Checksum sent = Checksum.of(items);

  @ParameterizedTest
  @MethodSource("enginesOfPipelineThroughput")
  void shouldCarryAllItemsInEveryTopology(String engine) throws Exception {
    for (String topology : values(PipelineThroughput.class, "topology").toList()) {
      try (Contender contender = PipelineThroughput.contender(engine, topology)) {
        shouldCarryAllItems(contender, engine + " " + topology);
      }
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void shouldCarryAllItemsByJoxInEveryTopology() throws Exception {
    shouldCarryAllItemsInEveryTopology("jox");
  }

  @ParameterizedTest
  @MethodSource("enginesOfStepCost")
  void shouldCarryAllItemsAtEveryCost(String engine) throws Exception {
    for (int tokens : new int[] {0, 1_000}) {
      shouldCarryAllItems(StepCost.contender(engine, tokens), engine + " " + tokens);
    }
  }

  @Test
  void shouldRefuseARunThatLostAnItem() {
    assertThatThrownBy(() -> sent.check(Checksum.of(items.subList(1, items.size()))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseARunThatDeliveredAnItemInPlaceOfAnother() {
    List<Integer> delivered = items.stream().map(item -> item == 7 ? 8 : item).toList();

    assertThatThrownBy(() -> sent.check(Checksum.of(delivered)))
        .isInstanceOf(IllegalStateException.class);
  }

  private void shouldCarryAllItems(Contender contender, String name) throws Exception {
    // A contender is run again and again.
    assertThat(contender.run(items, CAPACITY)).as(name + ", collection").isEqualTo(sent);
    assertThat(contender.run(() -> new UserIterator(items.iterator()), CAPACITY))
        .as(name + ", iterator")
        .isEqualTo(sent);
  }

  static Stream<String> enginesOfPipelineThroughput() throws NoSuchFieldException {
    return values(PipelineThroughput.class, "engine");
  }

  static Stream<String> enginesOfStepCost() throws NoSuchFieldException {
    return values(StepCost.class, "engine");
  }

  private static Stream<String> values(Class<?> benchmark, String parameter)
      throws NoSuchFieldException {
    return Stream.of(benchmark.getField(parameter).getAnnotation(Param.class).value());
  }
}
