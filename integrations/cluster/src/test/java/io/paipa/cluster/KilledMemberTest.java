package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.pipeline.Pipeline;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.StreamStage;
import io.paipa.Builder;
import io.paipa.FailurePolicy;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Three members in JVMs of their own, one of which is lost. */
@Timeout(200)
class KilledMemberTest {
  private static final int NUMBERS = 12_000;
  private static final int REFUSED = NUMBERS / 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration OFTEN = Duration.ofMillis(300);
  private static final Duration NEVER = Duration.ofHours(1);

  /** One of a thousand is refused; the later half takes longer; some wait in chunks. */
  private static Builder<Integer, Integer> steps() {
    return io.paipa.Pipeline.<Integer>named("numbers")
        .map("check", KilledMemberTest::check)
        .workers(2)
        .onFailure(FailurePolicy.deadLetter(failed -> {}))
        .peek("work", item -> LockSupport.parkNanos(item < NUMBERS / 2 ? 500_000 : 6_000_000))
        .workers(4)
        .capacity(64)
        .chunk("collect", 50)
        .flatMapIterable("spread", items -> items);
  }

  private static Integer check(Integer item) {
    if (item % 1_000 == 7) {
      throw new IllegalArgumentException("refused: " + item);
    }
    return item;
  }

  private static ClusterRun submit(HazelcastInstance client, Duration interval) {
    Pipeline job = Pipeline.create();
    StreamStage<Integer> outputs =
        job.readFrom(Numbers.upTo(NUMBERS))
            .withoutTimestamps()
            .rebalance()
            .apply(ClusterPipeline.of(steps()).streamStage());
    outputs.writeTo(Sinks.list("list"));
    outputs.map(item -> Map.entry(item, item)).writeTo(Sinks.map("map"));
    client
        .getJet()
        .newJob(
            job,
            new JobConfig()
                .setName("numbers")
                .setProcessingGuarantee(EXACTLY_ONCE)
                .setSnapshotIntervalMillis(interval.toMillis()));
    return ClusterRun.find(client, "numbers").orElseThrow();
  }

  private static int mapped(HazelcastInstance client) {
    return client.getMap("map").size();
  }

  /** All have come; the snapshot of the drain lets them through, and what is in chunks. */
  private static Report awaitAll(ClusterRun run) throws InterruptedException, TimeoutException {
    Awaiting.await("all numbers", () -> run.report().accepted() == NUMBERS);
    return run.drain(LIMIT);
  }

  private static void shouldHaveAll(HazelcastInstance client, Report report) {
    List<Integer> listed = List.copyOf(client.<Integer>getList("list"));
    assertThat(new HashSet<>(listed)).hasSize(NUMBERS - REFUSED);
    assertThat(client.<Integer, Integer>getMap("map").keySet()).isEqualTo(new HashSet<>(listed));
    assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
    assertThat(report.accepted()).isEqualTo(NUMBERS);
    StepReport check = report.steps().get(0);
    assertThat(check.deadLettered()).isEqualTo(REFUSED);
    assertThat(check.done()).isEqualTo(NUMBERS - REFUSED);
    assertThat(report.steps()).extracting(StepReport::abandoned).containsOnly(0L);
    assertThat(report.steps()).extracting(StepReport::inHand).containsOnly(0L);
    assertThat(report.steps().get(3).emitted()).isEqualTo(NUMBERS - REFUSED);
  }

  /** Half of the numbers are done, and in a snapshot; then some more; then a member is killed. */
  private static void killLater(Members members, int index) {
    int before = Numbers.snapshots(members.client());
    Awaiting.await(
        "half of the numbers, and a snapshot with them",
        () ->
            mapped(members.client()) == (NUMBERS - REFUSED) / 2
                && Numbers.snapshots(members.client()) > before + 2);
    killInMidst(members, index);
  }

  private static void killInMidst(Members members, int index) {
    Numbers.limit(members.client(), NUMBERS);
    int some = mapped(members.client()) + NUMBERS / 40;
    Awaiting.await("some more numbers", () -> mapped(members.client()) > some);
    assertThat(mapped(members.client())).isLessThan(NUMBERS - REFUSED);
    members.kill(index);
  }

  @Test
  void shouldWorkOffAllWhenNothingIsLost() throws Exception {
    try (Members members = new Members(3)) {
      ClusterRun run = submit(members.client(), OFTEN);
      Report report = awaitAll(run);

      shouldHaveAll(members.client(), report);
      assertThat(members.client().getList("list")).hasSize(NUMBERS - REFUSED);
      assertThat(report.steps().get(1).workers()).isEqualTo(12);

      shouldGoOnAfterADrain(members.client());
    }
  }

  private static void shouldGoOnAfterADrain(HazelcastInstance client) throws Exception {
    ClusterRun run = ClusterRun.find(client, "numbers").orElseThrow();
    assertThat(run.state()).isEqualTo(PipelineState.DRAINED);
    run.resume();
    assertThat(run.drain(LIMIT).accepted()).isEqualTo(NUMBERS);
    run.cancel();
    Report last = run.completion().toCompletableFuture().get(40, TimeUnit.SECONDS);
    assertThat(last.state()).isEqualTo(PipelineState.ABORTED);
  }

  private static void shouldLoseNothingWith(int member) throws Exception {
    try (Members members = new Members(3)) {
      Numbers.limit(members.client(), NUMBERS / 2);
      ClusterRun run = submit(members.client(), OFTEN);
      killLater(members, member);

      shouldHaveAll(members.client(), awaitAll(run));
    }
  }

  @Test
  void shouldLoseNothingWithAMemberAfterASnapshot() throws Exception {
    shouldLoseNothingWith(1);
  }

  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldLoseNothingWithTheCoordinator() throws Exception {
    shouldLoseNothingWith(0);
  }

  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldBeginAgainBeforeTheFirstSnapshot() throws Exception {
    try (Members members = new Members(3)) {
      Numbers.limit(members.client(), NUMBERS / 2);
      ClusterRun run = submit(members.client(), NEVER);
      killInMidst(members, 1);

      shouldHaveAll(members.client(), awaitAll(run));
      assertThat(members.client().getList("list").size()).isGreaterThan(NUMBERS - REFUSED);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldLoseNothingWithTwoMembersAndOneThatComes() throws Exception {
    try (Members members = new Members(3)) {
      Numbers.limit(members.client(), NUMBERS / 2);
      ClusterRun run = submit(members.client(), OFTEN);
      killLater(members, 2);
      members.startAnother();
      members.kill(1);

      shouldHaveAll(members.client(), awaitAll(run));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldGoOnWhereItWasDrained() throws IOException, InterruptedException, TimeoutException {
    try (Members members = new Members(2)) {
      Numbers.limit(members.client(), NUMBERS / 2);
      ClusterRun run = submit(members.client(), OFTEN);
      Awaiting.await("some numbers", () -> mapped(members.client()) > NUMBERS / 10);
      Report halted = run.drain(LIMIT);
      int listed = members.client().getList("list").size();

      assertThat(halted.steps().get(3).emitted()).isEqualTo(listed).isLessThan(NUMBERS - REFUSED);
      assertThat(halted.accepted()).isEqualTo(listed + halted.steps().get(0).deadLettered());
      Numbers.limit(members.client(), NUMBERS);
      run.resume();
      shouldHaveAll(members.client(), awaitAll(run));
      assertThat(members.client().getList("list")).hasSize(NUMBERS - REFUSED);
    }
  }
}
