package io.paipa.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.StreamSource;
import com.hazelcast.jet.pipeline.StreamStage;
import io.paipa.Builder;
import io.paipa.FailurePolicy;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A run over numbers, as the tests need it that lose a member. One of a thousand numbers is
 * refused; the later half takes longer; some wait in chunks. What comes out goes to a list, which
 * shows what came twice, and to a map.
 */
final class NumbersRun {
  static final int NUMBERS = 12_000;
  static final int REFUSED = NUMBERS / 1_000;
  static final int OUTPUTS = NUMBERS - REFUSED;
  static final Duration LIMIT = Duration.ofSeconds(60);

  private NumbersRun() {}

  /** The work is the second step. */
  static Builder<Integer, Integer> steps() {
    return around(
        before()
            .peek("work", item -> LockSupport.parkNanos(item < NUMBERS / 2 ? 500_000 : 6_000_000))
            .workers(4)
            .capacity(64));
  }

  /** The work is the second step, and notes the process that it is in. */
  static Builder<Integer, Integer> stepsWithOneWorker() {
    return around(before().step("work", Placed::new).capacity(64));
  }

  private static Builder<Integer, Integer> before() {
    return io.paipa.Pipeline.<Integer>named("numbers")
        .map("check", NumbersRun::check)
        .workers(2)
        .onFailure(FailurePolicy.deadLetter(failed -> {}));
  }

  private static Builder<Integer, Integer> around(Builder<Integer, Integer> work) {
    return work.chunk("collect", 50).flatMapIterable("spread", items -> items);
  }

  private static Integer check(Integer item) {
    if (item % 1_000 == 7) {
      throw new IllegalArgumentException("refused: " + item);
    }
    return item;
  }

  static ClusterRun submit(
      HazelcastInstance client,
      StreamSource<Integer> source,
      ClusterPipeline<Integer, Integer> pipeline,
      ProcessingGuarantee guarantee,
      Duration interval) {
    Pipeline job = Pipeline.create();
    StreamStage<Integer> outputs =
        job.readFrom(source).withoutTimestamps().rebalance().apply(pipeline.streamStage());
    outputs.writeTo(Sinks.list("list"));
    outputs.map(item -> Map.entry(item, item)).writeTo(Sinks.map("map"));
    client
        .getJet()
        .newJob(
            job,
            new JobConfig()
                .setName("numbers")
                .setProcessingGuarantee(guarantee)
                .setSnapshotIntervalMillis(interval.toMillis()));
    return ClusterRun.find(client, "numbers").orElseThrow();
  }

  static int mapped(HazelcastInstance client) {
    return client.getMap("map").size();
  }

  static int listed(HazelcastInstance client) {
    return client.getList("list").size();
  }

  /** All have come; the snapshot of the drain lets them through, and what is in chunks. */
  static Report awaitAll(ClusterRun run) throws InterruptedException, TimeoutException {
    Awaiting.await("all numbers", () -> run.report().accepted() >= NUMBERS);
    return run.drain(LIMIT);
  }

  /** The same, where many may have come that are not worked off yet when a member is lost. */
  static Report awaitAllWritten(HazelcastInstance client, ClusterRun run)
      throws InterruptedException, TimeoutException {
    Awaiting.await("all numbers", () -> mapped(client) == OUTPUTS);
    return run.drain(LIMIT);
  }

  /** For another thread. */
  static Report drained(ClusterRun run) {
    try {
      return run.drain(LIMIT);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each number that was not refused, in both sinks. */
  static void shouldHaveWrittenAll(HazelcastInstance client) {
    List<Integer> listed = List.copyOf(client.<Integer>getList("list"));
    assertThat(new HashSet<>(listed)).hasSize(OUTPUTS);
    assertThat(client.<Integer, Integer>getMap("map").keySet()).isEqualTo(new HashSet<>(listed));
  }

  /** And each is counted once. */
  static void shouldHaveAll(HazelcastInstance client, Report report) {
    shouldHaveWrittenAll(client);
    assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
    assertThat(report.accepted()).isEqualTo(NUMBERS);
    StepReport check = report.steps().get(0);
    assertThat(check.deadLettered()).isEqualTo(REFUSED);
    assertThat(check.done()).isEqualTo(OUTPUTS);
    assertThat(report.steps()).extracting(StepReport::abandoned).containsOnly(0L);
    assertThat(report.steps()).extracting(StepReport::inHand).containsOnly(0L);
    assertThat(report.steps().get(3).emitted()).isEqualTo(OUTPUTS);
  }

  /** Half of the numbers are done, and in a snapshot. */
  static void awaitHalf(HazelcastInstance client) {
    int before = Numbers.snapshots(client);
    Awaiting.await(
        "half of the numbers, and a snapshot with them",
        () -> mapped(client) == OUTPUTS / 2 && Numbers.snapshots(client) > before + 2);
  }

  /** The second half begins, and is not at its end. */
  static void awaitSomeMore(HazelcastInstance client) {
    Numbers.limit(client, NUMBERS);
    int some = mapped(client) + NUMBERS / 40;
    Awaiting.await("some more numbers", () -> mapped(client) > some);
    assertThat(mapped(client)).isLessThan(OUTPUTS);
  }
}
