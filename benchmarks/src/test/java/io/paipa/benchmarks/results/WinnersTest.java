package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where a peer is ahead is found in the data. */
class WinnersTest {
  private final About about = new About("2026-01-01", 17, "", "", 2, "", 3, Map.of());

  @Test
  void shouldNameTheBestPeerThatIsAhead() {
    assertThat(
            sentences(
                throughput("paipa", 10, 10, 10),
                throughput("reactor", 11, 12, 13),
                throughput("pekko", 20, 30, 40)))
        .containsExactly(
            "`PipelineThroughput.through`, topology 1x1: `pekko` 3.00 (2.00–4.00) times better");
  }

  @Test
  void shouldSayThatALeadIsWithinTheSpread() {
    assertThat(sentences(throughput("paipa", 10, 10, 10), throughput("pekko", 9, 12, 13)))
        .singleElement()
        .asString()
        .endsWith("within the spread");
  }

  @Test
  void shouldBeSilentWhereNoPeerIsAhead() {
    assertThat(
            sentences(
                throughput("paipa", 10, 10, 10),
                throughput("paipaYielding", 20, 20, 20),
                throughput("pekko", 9, 8, 10)))
        .isEmpty();
  }

  @Test
  void shouldKnowThatLessTimeIsBetter() {
    assertThat(
            sentences(
                measurement("StartStop.live", "us/op", "paipa", 20, 20, 20),
                measurement("StartStop.live", "us/op", "arrayBlockingQueue", 10, 10, 10)))
        .containsExactly(
            "`StartStop.live`, topology 1x1: `arrayBlockingQueue` 2.00 (2.00–2.00) times better");
  }

  private List<String> sentences(Measurement... all) {
    return new Winners(new Results(about, List.of(all))).sentences();
  }

  private static Measurement throughput(String engine, double... rounds) {
    return measurement("PipelineThroughput.through", "ops/s", engine, rounds);
  }

  private static Measurement measurement(
      String benchmark, String unit, String engine, double... rounds) {
    return new Measurement(
        benchmark,
        new TreeMap<>(Map.of("engine", engine, "topology", "1x1")),
        new Metric(unit, Arrays.stream(rounds).boxed().toList()),
        new TreeMap<>());
  }
}
