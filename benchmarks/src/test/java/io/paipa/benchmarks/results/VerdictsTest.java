package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard calls a regression. */
class VerdictsTest {
  private static final String PLACE = "4x4 iterator";

  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void record() throws IOException {
    file = folder.resolve("guard.json");
    found(17, 2, 10, 0.01).write(file);
  }

  private static Baseline found(int jdk, int cores, double ratio, double bytes) {
    return found(jdk, cores, ratio, bytes, 0);
  }

  private static Baseline found(int jdk, int cores, double ratio, double bytes, double waits) {
    return new Baseline(
        jdk,
        "a processor",
        cores,
        Map.of(PLACE, ratio),
        Map.of(Exact.ALLOCATION, Map.of(PLACE, bytes), Exact.LOCK_WAITS, Map.of(PLACE, waits)));
  }

  private Verdicts verdicts(int cores) throws IOException {
    return new Verdicts(Baseline.read(file, 17), cores, 0.3);
  }

  @Test
  void shouldAcceptWhatIsWithinTheTolerance() throws Exception {
    assertThat(verdicts(2).regressions(found(17, 2, 7.1, 0.09))).isEmpty();
    assertThat(verdicts(2).regressions(found(17, 2, 30, 0))).isEmpty();
  }

  @Test
  void shouldReportARatioThatFell() throws Exception {
    assertThat(verdicts(2).regressions(found(17, 2, 6.9, 0.01)))
        .containsExactly(
            "REGRESSION throughput, 4x4 iterator: 6.90 times tunedDisruptor; recorded 10.0, at"
                + " least 7.00 is wanted (tolerance 30 %)");
  }

  @Test
  void shouldReportAnAllocationWithoutTolerance() throws Exception {
    assertThat(verdicts(2).regressions(found(17, 2, 10, 16)))
        .containsExactly(
            "REGRESSION allocation, 4x4 iterator: 16.0 B per item; less than 0.1 is wanted");
    assertThat(verdicts(2).regressions(found(17, 2, 10, 0.1))).hasSize(1);
  }

  @Test
  void shouldReportWaitsForALock() throws Exception {
    assertThat(verdicts(2).regressions(found(17, 2, 10, 0.01, 0.5))).isEmpty();
    assertThat(verdicts(2).regressions(found(17, 2, 10, 0.01, 21)))
        .containsExactly(
            "REGRESSION lock waits, 4x4 iterator: 21.0 in a run of a million items; less than 1 is"
                + " wanted");
  }

  @Test
  void shouldNotCompareRatiosOfOtherNumbersOfCores() throws Exception {
    assertThat(verdicts(8).areRatiosComparable()).isFalse();
    assertThat(verdicts(8).regressions(found(17, 8, 1, 0.01))).isEmpty();
    assertThat(verdicts(8).regressions(found(17, 8, 1, 16))).hasSize(1);
  }

  @Test
  void shouldNameWhatIsNotRecorded() throws Exception {
    assertThat(verdicts(2).unknown(List.of(PLACE, "1x1 iterator"))).containsExactly("1x1 iterator");
  }

  @Test
  void shouldCompareWithTheNearestJdk() throws Exception {
    found(25, 2, 20, 0.01).write(file);

    assertThat(Baseline.read(file, 17).jdk()).isEqualTo(17);
    assertThat(Baseline.read(file, 24).jdk()).isEqualTo(25);
  }

  @Test
  void shouldReplaceWhatWasRecordedOfAJdk() throws Exception {
    found(25, 2, 20, 0.01).write(file);
    found(17, 2, 12, 0.02).write(file);

    assertThat(Baseline.read(file, 17)).isEqualTo(found(17, 2, 12, 0.02));
    assertThat(Baseline.read(file, 25)).isEqualTo(found(25, 2, 20, 0.01));
  }

  @Test
  void shouldSayThatAFileHasNothing() throws Exception {
    Files.writeString(file, "{}");

    assertThatThrownBy(() -> Baseline.read(file, 17)).hasMessageContaining("no entry");
  }
}
