package io.paipa.cluster;

import static com.hazelcast.jet.config.ProcessingGuarantee.EXACTLY_ONCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.jet.pipeline.Sinks;
import com.hazelcast.jet.pipeline.test.TestSources;
import io.paipa.Backoff;
import io.paipa.CheckedFunction;
import io.paipa.Emitter;
import io.paipa.Pipeline;
import io.paipa.PipelineException;
import io.paipa.PipelineState;
import io.paipa.Report;
import io.paipa.Step;
import io.paipa.StepContext;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ends that nobody wishes for, as the submitting program learns of them. */
@Timeout(100)
@ExtendWith(SharedMember.class)
class FailureTest {
  private static ClusterPipeline<Integer, Integer> ofOneStep(
      String name, CheckedFunction<Integer, Integer> function) {
    return ClusterPipeline.of(
            Pipeline.<Integer>named(name).map("work", function).retrying(1, Backoff.none()))
        .pullFrom(TestSources.items(1, 2, 0, 3))
        .writeTo(Sinks.noop());
  }

  private record Order(int id, int pieces) implements Serializable {}

  @Test
  void shouldNameStepItemAttemptAndMember(HazelcastInstance member) throws Exception {
    CompletableFuture<PipelineException> told = new CompletableFuture<>();
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Order>named("divided")
                    .map("divide", order -> 6 / order.pieces())
                    .retrying(2, Backoff.none())
                    .whenFailed(told::complete))
            .pullFrom(TestSources.items(new Order(16, 2), new Order(17, 0), new Order(18, 3)))
            .writeTo(Sinks.noop())
            .submit(member);
    Report report = Runs.end(run);

    assertThat(report.state()).isEqualTo(PipelineState.FAILED);
    PipelineException failure = report.failure().orElseThrow();
    int port = member.getCluster().getLocalMember().getAddress().getPort();
    assertThat(failure)
        .hasMessageContaining("pipeline 'divided', step 'divide'")
        .hasMessageContaining("/ by zero")
        .hasMessageContaining("(on member 127.0.0.1:" + port + ")")
        .hasCauseInstanceOf(ArithmeticException.class);
    assertThat(failure.stepName()).hasValue("divide");
    assertThat(failure.attempt()).isEqualTo(3);
    assertThat(failure).hasMessageContaining("Order[id=17, pieces=0]");
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.steps().get(0).failed()).isEqualTo(1);
    assertThat(told.get(20, TimeUnit.SECONDS)).hasMessage(failure.getMessage());
    assertThat(ClusterRun.find(member, "divided").orElseThrow().report().failure()).isPresent();
  }

  /** Holds what can't be sent. */
  private static final class Unsendable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // that is the point
    private final Object held = new Object();
  }

  @Test
  void shouldKeepTheWordsOfAnExceptionThatCannotBeSent(HazelcastInstance member) throws Exception {
    Report report =
        Runs.end(
            ofOneStep(
                    "unsendable",
                    item -> {
                      throw new Unsendable();
                    })
                .submit(member));

    PipelineException failure = report.failure().orElseThrow();
    assertThat(failure).hasMessageContaining("Unsendable").hasNoCause();
  }

  @Test
  void shouldKeepTheWordsOfAnExceptionThatIsTooLarge(HazelcastInstance member) throws Exception {
    Report report =
        Runs.end(
            ofOneStep(
                    "large",
                    item -> {
                      throw new IllegalArgumentException("x".repeat(1_000_000));
                    })
                .submit(member));

    PipelineException failure = report.failure().orElseThrow();
    assertThat(failure).hasMessageContaining("IllegalArgumentException: xxx").hasNoCause();
    assertThat(failure.getMessage()).hasSizeLessThan(1_000);
  }

  private static final AtomicInteger STARTS = new AtomicInteger();

  private static Integer failOnce(Integer item) {
    if (STARTS.incrementAndGet() <= 2) { // the attempt, and its retry
      throw new IllegalStateException(
          "could not look it up", new RuntimeException(new HazelcastInstanceNotActiveException()));
    }
    return item;
  }

  /** Jet looks for such a cause, but not under all that is put around it here. */
  @Test
  void shouldBeginAgainAfterAChangeOfTheCluster(HazelcastInstance member) throws Exception {
    Report report = Runs.end(ofOneStep("again", FailureTest::failOnce).submit(member));

    assertThat(report.state()).isEqualTo(PipelineState.COMPLETED);
    assertThat(report.accepted()).isEqualTo(4);
  }

  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final CountDownLatch GO_ON = new CountDownLatch(1);

  private static Integer ignoreInterrupts(Integer item) {
    BEGUN.countDown();
    while (GO_ON.getCount() > 0) {
      Thread.onSpinWait();
    }
    return item;
  }

  @Test
  void shouldBeCancelledAlthoughAStepIsStuck(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ClusterPipeline.of(
                Pipeline.<Integer>named("stuck")
                    .map("hold", FailureTest::ignoreInterrupts)
                    .terminationTimeout(Duration.ofMillis(200)))
            .pullFrom(TestSources.items(1))
            .writeTo(Sinks.noop())
            .submit(member);
    Report report;
    try {
      BEGUN.await();
      run.cancel();
      report = Runs.end(run);
    } finally {
      GO_ON.countDown();
    }

    assertThat(report.state()).isEqualTo(PipelineState.ABORTED);
    assertThat(report.steps().get(0).abandoned()).isEqualTo(1);
    assertThat(report.failure()).isEmpty();
  }

  @Test
  void shouldNotBeDrainedWithoutAGuarantee(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ClusterPipeline.of(Pipeline.<Integer>named("undrained").map("same", item -> item))
            .pullFrom(Numbers.upTo(10))
            .writeTo(Sinks.noop())
            .submit(member);

    assertThatThrownBy(() -> run.drain(Duration.ofSeconds(20)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it takes no snapshots")
        .hasMessageContaining("guarantee(...)");
    run.cancel();
    Runs.end(run);
  }

  @Test
  void shouldGiveTheLastReportWhereADrainComesTooLate(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ofOneStep("late", item -> item)
            .guarantee(EXACTLY_ONCE, Duration.ofSeconds(10))
            .submit(member);
    Runs.end(run);

    assertThat(run.drain(Duration.ofSeconds(10)).state()).isEqualTo(PipelineState.COMPLETED);
  }

  /** Of such a start no place has counted anything: the report is that of the one before. */
  @Test
  void shouldKeepTheReportWhereASecondStartFailsAtOnce(HazelcastInstance member) throws Exception {
    ClusterRun run =
        ClusterPipeline.of(Pipeline.<Integer>named("resumed").step("open", FailingLater::new))
            .pullFrom(Numbers.upTo(100))
            .writeTo(Sinks.noop())
            .guarantee(EXACTLY_ONCE, Duration.ofSeconds(10))
            .submit(member);
    Awaiting.await("all numbers", () -> run.report().accepted() == 100);
    assertThat(run.drain(Duration.ofSeconds(20)).steps().get(0).done()).isEqualTo(100);
    run.resume();
    Report report = Runs.end(run);

    assertThat(report.state()).isEqualTo(PipelineState.FAILED);
    assertThat(report.failure().orElseThrow()).hasMessageContaining("only once");
    assertThat(report.accepted()).isEqualTo(100);
    assertThat(ClusterRun.find(member, "resumed").orElseThrow().report().failure()).isPresent();
  }

  /** Opens something that can be opened only once. */
  private static final class FailingLater implements Step<Integer, Integer> {
    private static final AtomicInteger OPENED = new AtomicInteger();

    @Override
    public void onWorkerStart(StepContext<Integer> context) {
      if (OPENED.incrementAndGet() > 1) {
        throw new IllegalStateException("it can be opened only once");
      }
    }

    @Override
    public void process(Integer item, Emitter<Integer> out) {
      out.emit(item);
    }
  }

  @Test
  void shouldReportHereWhatAllMembersDo(HazelcastInstance member) throws Exception {
    List<Report> reports = new CopyOnWriteArrayList<>();
    Report last =
        Runs.end(
            ClusterPipeline.of(
                    Pipeline.<Integer>named("reported")
                        .map("same", item -> item)
                        .reporter(reports::add, Duration.ofMillis(50)))
                .pullFrom(TestSources.items(1, 2, 3))
                .writeTo(Sinks.noop())
                .guarantee(EXACTLY_ONCE, Duration.ofSeconds(1))
                .submit(member));

    Awaiting.await(
        "the last report",
        () ->
            !reports.isEmpty()
                && reports.get(reports.size() - 1).state() == PipelineState.COMPLETED);
    assertThat(reports.get(reports.size() - 1).accepted()).isEqualTo(last.accepted()).isEqualTo(3);
  }
}
