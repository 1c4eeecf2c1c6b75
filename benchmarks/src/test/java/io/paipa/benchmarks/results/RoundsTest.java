package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured is not measured again after a run was broken off. */
class RoundsTest {
  @TempDir Path folder;

  @Test
  void shouldKeepEachRoundForTheNextRun() throws IOException {
    Path results = folder.resolve("Latency.json");
    Rounds.beside(results).add(List.of(text("[1]"), text("[2]")), 7);
    Rounds.beside(results).add(List.of(text("[3]"), text("[4]")), 5);

    Rounds rounds = Rounds.beside(results);
    assertThat(rounds.count()).isEqualTo(2);
    assertThat(rounds.seconds()).isEqualTo(12);
    assertThat(rounds.results()).hasToString("[[1], [2], [3], [4]]");
  }

  @Test
  void shouldNotBeTakenForResults() throws IOException {
    Rounds rounds = Rounds.beside(folder.resolve("Latency.json"));
    rounds.add(List.of(text("[1]")), 7);

    assertThat(Json.files(folder)).isEmpty();
  }

  @Test
  void shouldLeaveNothingBehind() throws IOException {
    Rounds rounds = Rounds.beside(folder.resolve("Latency.json"));
    rounds.add(List.of(text("[1]")), 7);
    rounds.delete();

    assertThat(folder).isEmptyDirectory();
    assertThat(Rounds.beside(folder.resolve("Latency.json")).count()).isZero();
  }

  private static JsonNode text(String json) throws IOException {
    return Json.MAPPER.readTree(json);
  }
}
