package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.paipa.benchmarks.results.Target.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is reached, and what is not. */
class TargetsTest {
  private Results results = new Results(new About("", 17, "", "", 2, "", 1, Map.of()), List.of());

  @BeforeEach
  void read() throws Exception {
    results = Fixture.results();
  }

  @Test
  void shouldJudgeByGoalAndFloor() {
    assertThat(atLeast(1.2)).isEqualTo(Verdict.GOAL);
    assertThat(atLeast(1.0)).isEqualTo(Verdict.GOAL);
    assertThat(atLeast(0.95)).isEqualTo(Verdict.FLOOR);
    assertThat(atLeast(0.8)).isEqualTo(Verdict.BELOW);
    assertThat(Target.atMost("x", 1, 1.5, r -> spread(1.2)).verdict(results))
        .isEqualTo(Verdict.FLOOR);
    assertThat(Target.atMost("x", 1, 1.5, r -> spread(1.6)).verdict(results))
        .isEqualTo(Verdict.BELOW);
  }

  private Verdict atLeast(double value) {
    return Target.atLeast("x", 1, 0.9, r -> spread(value)).verdict(results);
  }

  private static Optional<Spread> spread(double median) {
    return Optional.of(new Spread(median, 0, 100));
  }

  @Test
  void shouldFindEveryTargetInThePublishedSet() {
    List<String> missing =
        Targets.all().stream()
            .filter(target -> target.verdict(results) == Verdict.NOT_MEASURED)
            .map(Target::what)
            .filter(what -> !what.contains("virtual")) // the fixture is of JDK 17
            .toList();

    assertThat(missing).isEmpty();
  }

  @Test
  void shouldJudgeAllocationByTheHighestRound() {
    assertThat(allocating(0.01, 0.02)).isEqualTo(Verdict.GOAL);
    assertThat(allocating(0.01, 0.2)).isEqualTo(Verdict.BELOW);
  }

  private Verdict allocating(double... rounds) {
    Metric perItem = new Metric("B", Arrays.stream(rounds).boxed().toList());
    Measurement measurement =
        new Measurement(
            "Allocation.through",
            new TreeMap<>(),
            perItem,
            new TreeMap<>(Map.of("alloc.item", perItem)));
    Target target =
        Targets.all().stream().filter(t -> t.what().startsWith("bytes")).findFirst().orElseThrow();
    return target.verdict(Fixture.with(results, List.of(measurement)));
  }

  @Test
  void shouldJudgeARawRingByItsWorstShape() {
    List<Measurement> measurements = new ArrayList<>();
    for (String shape : Engines.POOL_SHAPES) {
      double ours = shape.equals("2to2") ? 1.05 : 3;
      measurements.add(pool(shape, Engines.PAIPA, ours));
      measurements.add(pool(shape, Engines.DISRUPTOR_3, 1));
    }
    Target target =
        Targets.all().stream()
            .filter(t -> t.what().startsWith("raw ring") && t.what().endsWith("blocking"))
            .findFirst()
            .orElseThrow();
    assertThat(target.verdict(Fixture.with(results, measurements))).isEqualTo(Verdict.FLOOR);
  }

  private static Measurement pool(String shape, String engine, double score) {
    return new Measurement(
        "WorkerPools.through",
        new TreeMap<>(Map.of("shape", shape, "waiting", "blocking", "engine", engine)),
        new Metric("ops/s", List.of(score)),
        new TreeMap<>());
  }

  @Test
  void shouldJudgeAClusterByItsProcessorTime() {
    assertThat(cluster(130)).isEqualTo(Verdict.GOAL);
    assertThat(cluster(140)).isEqualTo(Verdict.BELOW);
  }

  private Verdict cluster(double nanos) {
    Target target =
        Targets.all().stream().filter(t -> t.what().contains("cluster")).findFirst().orElseThrow();
    return target.verdict(
        Fixture.with(
            results, List.of(cluster(Engines.CLUSTER, nanos), cluster(Engines.JET_VERTICES, 100))));
  }

  private static Measurement cluster(String engine, double nanos) {
    return new Measurement(
        "ClusterCost.through",
        new TreeMap<>(Map.of("engine", engine)),
        new Metric("ns/op", List.of(1.0)),
        new TreeMap<>(Map.of(Measurement.CPU, new Metric("ns/op", List.of(nanos)))));
  }

  @Test
  void shouldNotCompareWhereTheRateWasNotKeptUp() {
    assertThat(verdicts("latency")).isNotEmpty().contains(Verdict.NOT_COMPARED);
  }

  private List<Verdict> verdicts(String prefix) {
    return Targets.all().stream()
        .filter(target -> target.what().startsWith(prefix))
        .map(target -> target.verdict(results))
        .toList();
  }
}
