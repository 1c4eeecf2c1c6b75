package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rounds become one result of several forks. */
class MergeTest {
  @Test
  void shouldAppendEachRoundAsAFork() throws Exception {
    JsonNode first = file();
    JsonNode second = file();

    ArrayNode merged = Merge.rounds(List.of(first, second));

    assertThat(merged).hasSameSizeAs(first);
    for (int i = 0; i < merged.size(); i++) {
      JsonNode was = first.get(i);
      JsonNode is = merged.get(i);
      assertThat(is.get("benchmark")).isEqualTo(was.get("benchmark"));
      assertThat(is.get("params")).isEqualTo(was.get("params"));
      assertThat(is.get("forks").intValue()).isEqualTo(2 * was.get("forks").intValue());
      shouldHaveTwice(is.get("primaryMetric"), was.get("primaryMetric"));
      assertThat(is.get("secondaryMetrics")).hasSameSizeAs(was.get("secondaryMetrics"));
      shouldHaveTwice(
          is.get("secondaryMetrics").get(Measurement.CPU),
          was.get("secondaryMetrics").get(Measurement.CPU));
    }
  }

  private static void shouldHaveTwice(JsonNode merged, JsonNode once) {
    int forks = once.get("rawData").size();
    assertThat(merged.get("rawData")).hasSize(2 * forks);
    assertThat(merged.get("rawData").get(forks)).isEqualTo(once.get("rawData").get(0));
    double score = once.get("score").doubleValue();
    assertThat(merged.get("score").doubleValue()).isCloseTo(score, within(score * 1e-9));
    assertThat(merged.get("scoreConfidence")).hasSize(2);
  }

  @Test
  void shouldKeepApartWhatHasOtherParameters() throws Exception {
    ArrayNode one = Json.MAPPER.createArrayNode().add(file().get(0));
    ArrayNode other = Json.MAPPER.createArrayNode().add(file().get(1));

    assertThat(Merge.rounds(List.of(one, other))).hasSize(2);
  }

  private static JsonNode file() throws Exception {
    return Json.read(Fixture.root().resolve(Fixture.FOLDER).resolve("StartStop.json"));
  }
}
