package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.AT_LEAST_ONCE;
import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static io.paipa.cluster.NumbersRun.LIMIT;
import static io.paipa.cluster.NumbersRun.NUMBERS;
import static io.paipa.cluster.NumbersRun.OUTPUTS;
import static io.paipa.cluster.NumbersRun.REFUSED;
import static io.paipa.cluster.NumbersRun.awaitAll;
import static io.paipa.cluster.NumbersRun.listed;
import static io.paipa.cluster.NumbersRun.mapped;
import static io.paipa.cluster.NumbersRun.shouldHaveAll;
import static io.paipa.cluster.NumbersRun.shouldHaveWrittenAll;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.JobStatus;
import com.hazelcast.jet.pipeline.StreamSource;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.StepReport;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Three members in JVMs of their own, one of which is lost. */
@Timeout(200)
class KilledMemberTest {
  private static final Duration OFTEN = Duration.ofMillis(300);
  private static final Duration NEVER = Duration.ofHours(1);

  private static ClusterRun submit(HazelcastInstance client, Duration interval) {
    return NumbersRun.submit(
        client,
        Numbers.upTo(NUMBERS),
        ClusterPipeline.of(NumbersRun.steps()),
        EXACTLY_ONCE,
        interval);
  }

  /** Half of the numbers are done, and in a snapshot; then some more; then a member is killed. */
  private static void killLater(Members members, int index) {
    NumbersRun.awaitHalf(members.client());
    killInMidst(members, index);
  }

  private static void killInMidst(Members members, int index) {
    NumbersRun.awaitSomeMore(members.client());
    members.kill(index);
  }

  @Test
  void shouldWorkOffAllWhenNothingIsLost() throws Exception {
    try (Members members = new Members(3)) {
      ClusterRun run = submit(members.client(), OFTEN);
      Report report = awaitAll(run);

      shouldHaveAll(members.client(), report);
      assertThat(listed(members.client())).isEqualTo(OUTPUTS);
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
      assertThat(listed(members.client())).isGreaterThan(OUTPUTS);
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

      // The report is that of the start before, until the next one tells: it may know of all.
      shouldHaveAll(members.client(), NumbersRun.awaitAllWritten(members.client(), run));
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
      int listed = listed(members.client());

      assertThat(halted.steps().get(3).emitted()).isEqualTo(listed).isLessThan(OUTPUTS);
      assertThat(halted.accepted()).isEqualTo(listed + halted.steps().get(0).deadLettered());
      Numbers.limit(members.client(), NUMBERS);
      run.resume();
      shouldHaveAll(members.client(), awaitAll(run));
      assertThat(listed(members.client())).isEqualTo(OUTPUTS);
    }
  }

  /** A lane is read on by another member: it goes on from what the lost one has saved. */
  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldLoseNothingWhereEachMemberReads() throws Exception {
    try (Members members = new Members(3)) {
      Numbers.limit(members.client(), NUMBERS / 2);
      ClusterRun run = submitReadByAll(members.client(), EXACTLY_ONCE);
      killLater(members, 1);

      shouldHaveAll(members.client(), awaitAll(run));
    }
  }

  private static ClusterRun submitReadByAll(
      HazelcastInstance client, ProcessingGuarantee guarantee) {
    StreamSource<Integer> source = Numbers.onEachMemberUpTo(NUMBERS);
    return NumbersRun.submit(
        client, source, ClusterPipeline.of(NumbersRun.steps()), guarantee, OFTEN);
  }

  /**
   * With several readers a part may be given items that are behind the barrier of one of them,
   * before it has the barriers of all: its ledger in the snapshot has them, and they come again.
   */
  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldHaveAllAtLeastOnce() throws Exception {
    try (Members members = new Members(3)) {
      HazelcastInstance client = members.client();
      Numbers.limit(client, NUMBERS / 2);
      ClusterRun run = submitReadByAll(client, AT_LEAST_ONCE);
      killLater(members, 1);
      Report report = NumbersRun.awaitAllWritten(client, run);

      shouldHaveWrittenAll(client);
      assertThat(mapped(client)).isEqualTo(OUTPUTS);
      int written = listed(client);
      assertThat(report.accepted()).isGreaterThanOrEqualTo(NUMBERS);
      assertThat(report.steps().get(0).deadLettered()).isGreaterThanOrEqualTo(REFUSED);
      assertThat(report.steps()).extracting(StepReport::abandoned).containsOnly(0L);
      assertThat(report.steps()).extracting(StepReport::inHand).containsOnly(0L);
      assertThat(report.steps().get(3).emitted()).isBetween((long) OUTPUTS, (long) written);
      System.out.println(
          "AT_LEAST_ONCE accepted "
              + report.accepted()
              + " emitted "
              + report.steps().get(3).emitted()
              + " listed "
              + written);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldGoOnWithTheOneWorkerInAnotherPlace() throws Exception {
    try (Members members = new Members(3)) {
      HazelcastInstance client = members.client();
      Numbers.limit(client, NUMBERS / 2);
      ClusterRun run =
          NumbersRun.submit(
              client,
              Numbers.upTo(NUMBERS),
              ClusterPipeline.of(NumbersRun.stepsWithOneWorker()).clusterWide("work"),
              EXACTLY_ONCE,
              OFTEN);
      NumbersRun.awaitHalf(client);
      NumbersRun.awaitSomeMore(client);
      Set<Long> before = Placed.processes(client);
      assertThat(before).hasSize(1);
      members.killProcess(before.iterator().next());

      shouldHaveAll(client, NumbersRun.awaitAllWritten(client, run));
      assertThat(Placed.processes(client)).hasSize(2);
    }
  }

  private static void shouldBeDrainedAlthoughItLoses(int member) throws Exception {
    try (Members members = new Members(3)) {
      HazelcastInstance client = members.client();
      Numbers.limit(client, NUMBERS / 2);
      ClusterRun run = submit(client, OFTEN);
      NumbersRun.awaitHalf(client);
      NumbersRun.awaitSomeMore(client);
      CompletableFuture<Report> halted =
          CompletableFuture.supplyAsync(() -> NumbersRun.drained(run));
      Awaiting.await("its last snapshot", () -> isBeingDrained(run));
      assertThat(halted).isNotDone();
      members.kill(member);

      assertThat(halted.get(90, TimeUnit.SECONDS).state()).isEqualTo(PipelineState.DRAINED);
      run.resume();
      shouldHaveAll(client, awaitAll(run));
    }
  }

  /** Jet says of a job that takes its last snapshot that it is completing. */
  private static boolean isBeingDrained(ClusterRun run) {
    return run.job().getStatus() == JobStatus.COMPLETING;
  }

  /** It waits for what its coordinator tells, which is gone. */
  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldBeDrainedAlthoughTheCoordinatorIsLostMeanwhile() throws Exception {
    shouldBeDrainedAlthoughItLoses(0);
  }

  @Test
  @EnabledIfSystemProperty(named = "full", matches = "true")
  void shouldBeDrainedAlthoughAMemberIsLostMeanwhile() throws Exception {
    shouldBeDrainedAlthoughItLoses(1);
  }
}
