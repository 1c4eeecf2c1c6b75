package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.test.TestSources;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A first run: one member, in this JVM. */
class OneMemberTest {
  private static HazelcastInstance member;

  @BeforeAll
  static void start() {
    member = LoopbackMember.start("one-member-test");
  }

  @AfterAll
  static void shutDown() {
    member.shutdown();
  }

  static Report end(ClusterRun run) throws Exception {
    return run.completion().toCompletableFuture().get(40, TimeUnit.SECONDS);
  }

  @Test
  void shouldGiveAllOutputsToTheSink() throws Exception {
    List<Integer> items = IntStream.range(0, 10_000).boxed().toList();
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Integer>named("numbers")
                    .map("double", item -> 2 * item)
                    .workers(4)
                    .filter("by three", item -> item % 3 == 0))
            .pullFrom(TestSources.items(items))
            .writeTo(Sinks.list("numbers"))
            .submit(member);
    Report report = end(run);

    assertThat(member.<Integer>getList("numbers"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10_000)
                .filter(item -> item % 3 == 0)
                .mapToObj(item -> 2 * item)
                .toList());
    assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(report.accepted()).isEqualTo(10_000);
    assertThat(report.steps()).extracting(StepReport::done).containsExactly(10_000L, 3_334L);
    assertThat(report.steps().get(1).skipped()).isEqualTo(6_666);
    assertThat(report.cutShort()).isFalse();
    assertThat(report.failure()).isEmpty();
  }

  @Test
  void shouldRunWithGuarantee() throws Exception {
    member.<Integer, Integer>getMap("in").putAll(java.util.Map.of(1, 10, 2, 20, 3, 30));
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<java.util.Map.Entry<Integer, Integer>>named("entries")
                    .map("sum", entry -> entry.getKey() + entry.getValue())
                    .chunk("all", 100))
            .pullFrom(Sources.<Integer, Integer>map("in"))
            .writeTo(Sinks.list("out"))
            .guarantee(EXACTLY_ONCE, Duration.ofMillis(100))
            .submit(member);
    end(run);

    assertThat(member.<List<Integer>>getList("out").stream().flatMap(List::stream).toList())
        .containsExactlyInAnyOrder(11, 22, 33);
  }
}
