package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PutBeforeRunTest {
  private final Output out = new Output();

  @Test
  void shouldGreetEverybody() throws InterruptedException {
    PutBeforeRun.greet("world", List.of("Ada", "Grace"), out.stream());

    assertThat(out.lines())
        .containsExactlyInAnyOrder("Hello, world!", "Hello, Ada!", "Hello, Grace!", "3 greetings");
    assertThat(out.lines().get(3)).isEqualTo("3 greetings");
  }

  @Test
  void shouldTakeMoreThanARingHoldsBeforeTheRun() throws InterruptedException {
    List<String> names = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();

    PutBeforeRun.greet("world", names, out.stream());

    assertThat(out.lines()).hasSize(10_002).doesNotHaveDuplicates().endsWith("10001 greetings");
  }
}
