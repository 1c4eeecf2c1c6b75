package io.paipa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.jet.core.DAG;
import com.hazelcast.jet.core.Vertex;
import com.hazelcast.jet.impl.pipeline.PipelineImpl;
import com.hazelcast.jet.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a cluster, too, a benchmark measures nothing unless all items arrive. */
class ClusterCostTest {
  @ParameterizedTest
  @ValueSource(strings = {"paipaCluster", "jetVertices", "jetFused", "paipaAlone"})
  void shouldCarryAllItems(String engine) throws Exception {
    ClusterCost cost = new ClusterCost();
    cost.engine = engine;
    cost.count = 5_000;
    cost.start();
    try {
      for (int i = 0; i < 2; i++) {
        assertThat(cost.through()).isEqualTo(5_000);
      }
    } finally {
      cost.stop();
    }
  }

  @Test
  void shouldCompareWithMapsThatJetHasFusedAndWithMapsThatItHasNot() {
    assertThat(vertices(ClusterContender.vertices()))
        .containsExactly("items", "first", "second", "counted");
    assertThat(vertices(ClusterContender.fused()))
        .containsExactly("items", "fused(map, map-2)", "counted");
  }

  private static List<String> vertices(Pipeline job) {
    DAG dag = ((PipelineImpl) job).toDag();
    List<String> names = new ArrayList<>();
    for (Vertex vertex : dag) {
      names.add(vertex.getName());
    }
    return names;
  }
}
