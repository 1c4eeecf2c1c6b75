package io.paipa.cluster.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.cluster.LoopbackMember;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the README shows first. */
class FirstRunTest {
  @Test
  void shouldPriceAllOrders() throws Exception {
    HazelcastInstance member = LoopbackMember.start("first-run-" + UUID.randomUUID());
    try {
      FirstRun.take(member);
      Report report =
          FirstRun.price(member).completion().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
      assertThat(report.accepted()).isEqualTo(10_000);
      Map<Integer, Integer> priced = Map.copyOf(member.<Integer, Integer>getMap("priced"));
      assertThat(priced).hasSize(10_000).containsEntry(1_234, 1_000).containsEntry(1_239, 2_250);
    } finally {
      member.shutdown();
    }
  }
}
