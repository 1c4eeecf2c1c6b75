package io.paipa.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;

/** The sets name what there is: JMH itself would say so only after half an hour. */
class PublishedSetTest {
  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void shouldNameBenchmarksAndParametersThatExist(int jdk) throws Exception {
    Map<String, List<Group>> set = new PublishedSet(jdk, 1).byClass();

    assertThat(set.keySet())
        .contains(
            "PipelineThroughput",
            "StepCost",
            "BlockingSteps",
            "Skewed",
            "Latency",
            "Idle",
            "StartStop",
            "WorkerPools",
            "ClusterCost",
            "Allocation");
    for (List<Group> groups : set.values()) {
      for (Group group : groups) {
        shouldExist(group);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGuardWhatExists(boolean isShort) throws Exception {
    GuardSet set = new GuardSet(isShort);
    List<Group> groups = new ArrayList<>(set.throughput());
    for (Exact what : Exact.values()) {
      groups.add(set.exact(what));
    }
    for (Group group : groups) {
      shouldExist(group);
    }
  }

  private static void shouldExist(Group group) throws Exception {
    Class<?> benchmark = Class.forName("io.paipa.benchmarks." + group.file());
    String method = group.benchmark().substring(group.file().length() + 1);
    assertThat(Arrays.stream(benchmark.getMethods()))
        .as(group.benchmark())
        .anyMatch(m -> m.getName().equals(method) && m.isAnnotationPresent(Benchmark.class));
    for (String param : group.params().keySet()) {
      assertThat(benchmark.getField(param)).as(group.benchmark()).isNotNull();
    }
  }

  @Test
  void shouldTurnTheOrderOfWhatIsCompared() {
    Group group = Group.of("A.b", Pace.shots(1, 1)).with("engine", "x", "y").with("source", "z");

    assertThat(group.reversed().params())
        .isEqualTo(Map.of("engine", List.of("y", "x"), "source", List.of("z")));
    assertThat(group.reversed().reversed()).isEqualTo(group);
  }
}
