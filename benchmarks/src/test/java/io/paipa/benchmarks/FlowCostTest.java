package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands at the ends, a benchmark measures nothing unless all items arrive. */
class FlowCostTest {
  @ParameterizedTest
  @ValueSource(strings = {"iterators", "subscriber", "publisher", "publisherOneByOne", "processor"})
  void shouldCarryAllItems(String ends) throws Exception {
    FlowCost cost = new FlowCost();
    cost.ends = ends;
    cost.count = 5_000;
    cost.make();

    for (int i = 0; i < 2; i++) {
      assertThat(cost.through()).isEqualTo(5_000);
    }
  }
}
