package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A benchmark measures nothing unless all items arrive. */
class ContendersTest {
  private final List<Integer> items = IntStream.range(0, 10_000).boxed().toList();

  @Test
  void shouldCarryAllItems() throws Exception {
    assertThat(new PaipaContender(4, 2).run(items, 64)).isEqualTo(10_000);
    assertThat(new QueueContender(4, 2).run(items, 64)).isEqualTo(10_000);
  }
}
