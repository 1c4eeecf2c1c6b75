package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.Sources;
import com.hazelcast.jet.pipeline.test.TestSources;
import io.paipa.Builder;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A first run: one member, in this JVM. */
@Timeout(100)
@ExtendWith(SharedMember.class)
class OneMemberTest {
  private static final int COUNT = 10_000;

  private static List<Integer> numbers() {
    return IntStream.range(0, COUNT).boxed().toList();
  }

  @Test
  void shouldGiveAllOutputsToTheSink(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Integer>named("numbers")
                    .map("double", item -> 2 * item)
                    .workers(4)
                    .filter("by three", item -> item % 3 == 0))
            .pullFrom(TestSources.items(numbers()))
            .writeTo(Sinks.list("numbers"))
            .submit(member);
    Report report = Runs.end(run);

    assertThat(member.<Integer>getList("numbers"))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, COUNT)
                .filter(item -> item % 3 == 0)
                .mapToObj(item -> 2 * item)
                .toList());
    assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(report.pipelineName()).isEqualTo("numbers");
    assertThat(report.accepted()).isEqualTo(COUNT);
    assertThat(report.steps()).extracting(StepReport::done).containsExactly(10_000L, 3_334L);
    assertThat(report.steps()).extracting(StepReport::workers).containsExactly(4, 1);
    assertThat(report.steps().get(1).skipped()).isEqualTo(6_666);
    assertThat(report.cutShort()).isFalse();
    assertThat(report.failure()).isEmpty();
  }

  @Test
  void shouldHandOutWhatIsInChunksAtTheEnd(HazelcastInstance member) throws Exception {
    member.<Integer, Integer>getMap("in").putAll(Map.of(1, 10, 2, 20, 3, 30));
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Map.Entry<Integer, Integer>>named("entries")
                    .map("sum", entry -> entry.getKey() + entry.getValue())
                    .chunk("all", 100))
            .pullFrom(Sources.<Integer, Integer>map("in"))
            .rebalanced()
            .writeTo(Sinks.list("out"))
            .guarantee(EXACTLY_ONCE, Duration.ofMillis(100))
            .submit(member);
    Runs.end(run);

    assertThat(member.<List<Integer>>getList("out").stream().flatMap(List::stream).toList())
        .containsExactlyInAnyOrder(11, 22, 33);
  }

  private static final Queue<Integer> STORED = new ConcurrentLinkedQueue<>();

  @Test
  void shouldNeedNoSinkOfJetBehindASinkStep(HazelcastInstance member) throws Exception {
    Builder<Integer, Void> steps =
        Pipeline.<Integer>named("stored").sink("store", item -> STORED.add(item)).workers(2);
    Report report =
        Runs.end(ClusterPipeline.of(steps).pullFrom(TestSources.items(numbers())).submit(member));

    assertThat(STORED).containsExactlyInAnyOrderElementsOf(numbers());
    assertThat(report.steps().get(0).done()).isEqualTo(COUNT);
  }

  @Test
  void shouldKeepTheOrderOfWhatAMemberReceives(HazelcastInstance member) throws Exception {
    Runs.end(
        ClusterPipeline.of(
                Pipeline.<Integer>named("in order").map("same", item -> item).workers(4).ordered())
            .pullFrom(TestSources.items(numbers()))
            .writeTo(Sinks.list("in order"))
            .submit(member));

    assertThat(member.<Integer>getList("in order")).containsExactlyElementsOf(numbers());
  }

  @Test
  void shouldBePartOfAPipelineOfJet(HazelcastInstance member) {
    var job = com.hazelcast.jet.pipeline.Pipeline.create();
    job.readFrom(TestSources.items(1, 2, 3))
        .map(item -> 10 * item)
        .apply(
            ClusterPipeline.of(Pipeline.<Integer>named("part").map("add", item -> item + 1))
                .batchStage())
        .map(item -> "<" + item + ">")
        .writeTo(Sinks.list("part"));
    member.getJet().newJob(job).join();

    assertThat(member.<String>getList("part")).containsExactlyInAnyOrder("<11>", "<21>", "<31>");
  }

  /** Also the same one on two branches: each has its own ledger. */
  @Test
  void shouldCountSeveralPipelinesOfAJobApart(HazelcastInstance member) {
    var job = com.hazelcast.jet.pipeline.Pipeline.create();
    var numbers = job.readFrom(TestSources.items(numbers()));
    var odd = ClusterPipeline.of(Pipeline.<Integer>named("b").filter("odd", i -> i % 2 == 1));
    var both =
        ClusterPipeline.of(
            Pipeline.<Integer>named("a").map("one", i -> i).filter("high", i -> i > 9));
    numbers.apply(odd.batchStage()).writeTo(Sinks.noop());
    numbers.apply(odd.batchStage()).apply(both.batchStage()).writeTo(Sinks.noop());
    member.getJet().newJob(job, new JobConfig().setName("several")).join();

    List<StepReport> steps = ClusterRun.find(member, "several").orElseThrow().report().steps();
    assertThat(steps).extracting(StepReport::stepName).containsExactly("one", "high", "odd", "odd");
    assertThat(steps)
        .extracting(StepReport::received)
        .containsExactly(5_000L, 5_000L, 10_000L, 10_000L);
  }

  @Test
  void shouldRefuseItemsWithTimestamps(HazelcastInstance member) {
    var job = com.hazelcast.jet.pipeline.Pipeline.create();
    job.readFrom(TestSources.itemStream(100))
        .withIngestionTimestamps()
        .apply(
            ClusterPipeline.of(
                    Pipeline.<com.hazelcast.jet.pipeline.test.SimpleEvent>named("stamped")
                        .map("same", event -> event.sequence()))
                .streamStage())
        .writeTo(Sinks.noop());

    assertThatThrownBy(() -> member.getJet().newJob(job).join())
        .hasMessageContaining("pipeline 'stamped': the stage before it has timestamps")
        .hasMessageContaining("withoutTimestamps()");
  }

  private static ClusterPipeline<Integer, Integer> endless() {
    return ClusterPipeline.of(Pipeline.<Integer>named("twice").map("same", item -> item))
        .pullFrom(Numbers.upTo(10))
        .writeTo(Sinks.noop());
  }

  /** Jet's rule; its words tell of stages, which the user has not made. */
  @Test
  void shouldAskForANewSourceForEachSubmit(HazelcastInstance member) throws Exception {
    ClusterPipeline<Integer, Integer> pipeline = endless().named("once");
    ClusterRun run = pipeline.submit(member);

    assertThatThrownBy(() -> pipeline.named("once more").submit(member))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("make new ones for each submit");
    run.cancel();
    Runs.end(run);
  }

  @Test
  void shouldRefuseASecondJobOfItsName(HazelcastInstance member) throws Exception {
    ClusterRun first = endless().submit(member);

    assertThatThrownBy(() -> endless().submit(member))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a job named 'twice' is in the cluster already")
        .hasMessageContaining("named(...)");
    ClusterRun second = endless().named("another").submit(member);
    assertThat(ClusterRun.find(member, "another").orElseThrow().state())
        .isEqualTo(PipelineState.RUNNING);
    first.cancel();
    first.cancel(); // again, for nothing
    second.cancel();
    assertThat(Runs.end(first).state()).isEqualTo(PipelineState.ABORTED);
    assertThat(Runs.end(second).cutShort()).isTrue();
    assertThat(ClusterRun.find(member, "unknown")).isEmpty();
  }
}
