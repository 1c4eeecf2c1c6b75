package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.pipeline.Sinks;
import io.paipa.Pipeline;
import io.paipa.PipelineState;
import io.paipa.Report;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A drain that waits for a step, and what else is asked of the run meanwhile. */
@Timeout(100)
@ExtendWith(SharedMember.class)
class DrainTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(40);

  /** Of each run by its name: the members are in this JVM. */
  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  /** Holds the first item until it is opened. */
  private static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    static Gate of(String name) {
      return Objects.requireNonNull(GATES.get(name));
    }

    static Integer pass(String name, Integer item) throws InterruptedException {
      Gate gate = of(name);
      gate.reached.countDown();
      gate.opened.await();
      return item;
    }
  }

  /** A run whose only worker is held at the first of many items. */
  private static ClusterRun held(HazelcastInstance member, String name)
      throws InterruptedException {
    return held(member, name, item -> item);
  }

  private static ClusterRun held(
      HazelcastInstance member, String name, io.paipa.CheckedFunction<Integer, Integer> behind)
      throws InterruptedException {
    Gate gate = new Gate();
    GATES.put(name, gate);
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Integer>named(name)
                    .map("hold", item -> behind.apply(Gate.pass(name, item)))
                    .capacity(16))
            .pullFrom(Numbers.upTo(100))
            .writeTo(Sinks.noop())
            .guarantee(EXACTLY_ONCE, Duration.ofSeconds(30))
            .submit(member);
    assertThat(gate.reached.await(20, TimeUnit.SECONDS)).isTrue();
    return run;
  }

  private static void open(String name) {
    Gate.of(name).opened.countDown();
  }

  private static void shouldTakeTooLong(ClusterRun run) {
    assertThatThrownBy(() -> run.drain(SHORT))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("its snapshot waits for what is in work");
  }

  @Test
  void shouldGoOnAndBeWaitedForAgain(HazelcastInstance member) throws Exception {
    ClusterRun run = held(member, "waited for");
    shouldTakeTooLong(run);
    shouldTakeTooLong(run);
    open("waited for");

    Report report = run.drain(LONG);
    assertThat(report.state()).isEqualTo(PipelineState.DRAINED);
    assertThat(report.steps().get(0).inHand()).isZero();
    run.cancel();
  }

  @Test
  void shouldBeWaitedForByTwo(HazelcastInstance member) throws Exception {
    ClusterRun run = held(member, "by two");
    var threads = Executors.newFixedThreadPool(2);
    var first = threads.submit(() -> run.drain(LONG).accepted());
    var second = threads.submit(() -> run.drain(LONG).accepted());
    open("by two");

    assertThat(first.get()).isEqualTo(second.get());
    threads.shutdown();
    run.cancel();
  }

  /** Jet refuses to cancel a job that is being suspended, and the step would hold it for ever. */
  @Test
  void shouldEndByACancelAlthoughAStepHolds(HazelcastInstance member) throws Exception {
    ClusterRun run = held(member, "cancelled meanwhile");
    shouldTakeTooLong(run);
    run.cancel();
    run.cancel();
    Report report = Runs.end(run);

    assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
    assertThat(report.failure()).isEmpty();
    assertThat(report.steps().get(0).abandoned()).isPositive();
    assertThat(ClusterRun.find(member, "cancelled meanwhile").orElseThrow().state())
        .isEqualTo(PipelineState.ABORTED);
  }

  /** Jet says of such a job that its user has cancelled it. */
  @Test
  void shouldTellOfAFailureThatComesMeanwhile(HazelcastInstance member) throws Exception {
    ClusterRun run =
        held(
            member,
            "failed meanwhile",
            item -> {
              throw new IllegalStateException("it does not work");
            });
    shouldTakeTooLong(run);
    open("failed meanwhile");
    Report report = run.drain(LONG);

    assertThat(report.state()).isEqualTo(PipelineState.FAILED);
    assertThat(report.failure().orElseThrow()).hasMessageContaining("it does not work");
    ClusterRun found = ClusterRun.find(member, "failed meanwhile").orElseThrow();
    assertThat(found.state()).isEqualTo(PipelineState.FAILED);
    assertThat(Runs.end(found).failure()).isPresent();
  }

  @Test
  void shouldBeResumedOnlyWhenItIsSuspended(HazelcastInstance member) throws Exception {
    ClusterRun run = held(member, "resumed");
    run.resume();
    assertThat(run.state()).isEqualTo(PipelineState.RUNNING);
    open("resumed");
    run.drain(LONG);
    run.resume();
    assertThat(run.drain(LONG).state()).isEqualTo(PipelineState.DRAINED);
    run.cancel();
    Runs.end(run);

    assertThatThrownBy(run::resume)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("job 'resumed' has ended")
        .hasMessageContaining("submit");
  }
}
