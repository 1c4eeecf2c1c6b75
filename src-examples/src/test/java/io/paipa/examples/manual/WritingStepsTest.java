package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.Builder;
import io.paipa.Pipeline;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WritingStepsTest {
  private final Output out = new Output();

  static List<Builder<String, String>> ways() {
    return List.of(
        WritingSteps.asClass(),
        WritingSteps.asStream(new Output().stream()),
        WritingSteps.asFunction());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldShoutAllWordsButEmptyOnes(Builder<String, String> way) {
    try (Pipeline<String, String> pipeline = way.build()) {
      pipeline.putIterable(List.of("one", "", "two", "", "three"));
      try (Stream<String> results = pipeline.results()) {
        assertThat(results.toList()).containsExactlyInAnyOrder("ONE", "TWO", "THREE");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void shouldCountTheWords(Builder<String, String> way) throws InterruptedException {
    assertThat(WritingSteps.shout(List.of("one", "", "two"), way)).isEqualTo(2);
  }

  /** Of 17,000 words, at least one of 16 workers has 1,000. */
  @Test
  void shouldKeepStateInTheStream() throws InterruptedException {
    List<String> words = Collections.nCopies(17_000, "word");

    WritingSteps.shout(words, WritingSteps.asStream(out.stream()));

    assertThat(out.lines())
        .contains("A worker has shouted 1000 words")
        .allMatch(line -> line.matches("A worker has shouted \\d+000 words"));
  }
}
