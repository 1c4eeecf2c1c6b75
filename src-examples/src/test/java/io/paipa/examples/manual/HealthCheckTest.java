package io.paipa.examples.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
  private final Output out = new Output();

  @Test
  void shouldStopAnEndlessProducerAndShowTheFailure() throws InterruptedException {
    HealthCheck.produce(endlessReadingsWithBroken(2_500), out.stream());

    assertThat(out.lines())
        .contains("I feel fine: 0 readings")
        .anyMatch(line -> line.matches("The producer stopped after \\d+ readings"))
        .endsWith(
            "The pipeline thermometer failed",
            "  in the step parse",
            "  with the item broken",
            "  at attempt 1",
            "  because of java.lang.NumberFormatException: For input string: \"broken\"");
  }

  /** The producer may notice by a look or by a put: the end is the same. */
  @Test
  void shouldShowTheFailureWhoeverNoticesItFirst() throws InterruptedException {
    for (int broken = 980; broken < 1_020; broken++) {
      Output output = new Output();

      HealthCheck.produce(endlessReadingsWithBroken(broken), output.stream());

      assertThat(output.lines()).contains("  with the item broken");
    }
  }

  @Test
  void shouldBeQuietAboutAPipelineThatDoesNotFail() throws InterruptedException {
    HealthCheck.produce(List.of("20.5", "21.5"), out.stream());

    assertThat(out.lines())
        .containsExactly("I feel fine: 0 readings", "The producer stopped after 2 readings");
  }

  private static Iterable<String> endlessReadingsWithBroken(int broken) {
    return () ->
        Stream.iterate(0, number -> number + 1)
            .map(number -> number == broken ? "broken" : "21.5")
            .iterator();
  }
}
